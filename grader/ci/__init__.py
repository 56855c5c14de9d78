"""Grading on platforms that run one command and show the files it leaves: CI systems and Gradescope."""
