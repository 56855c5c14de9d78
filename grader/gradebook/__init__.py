"""What a course remembers of its students: attempts, corrections, grades, and files that platforms take back.

Nothing is imported here: whoever only reads a CSV file does without a database.
"""
