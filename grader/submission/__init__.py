"""What a student handed in: found, read, and mapped back to their own lines. Never run here."""
