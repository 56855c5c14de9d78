"""The grader inside a notebook: `%load_ext grader` gives the command `%grade`.

The notebook's kernel is the student's own: it collects the text of the cells and shows the result. What is
graded runs in the same worker as everywhere.
"""
