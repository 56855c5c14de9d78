"""Programs that resemble each other, for a human to look at: pure functions of their texts."""
