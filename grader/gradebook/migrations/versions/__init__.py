"""One module for each step. A step that was released is never edited; a change of tables is a new step."""
