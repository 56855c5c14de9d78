"""The grader inside a notebook: `%load_ext grader` adds the command `%grade`.

The kernel, which is the student's own, only collects the text of the cells and shows the report. The cells
are graded in the same worker as every other submission.
"""
