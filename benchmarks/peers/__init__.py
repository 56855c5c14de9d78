"""The same forty checks for graders in common use, each set up as its own documentation says."""
