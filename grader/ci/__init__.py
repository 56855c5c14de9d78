"""Grade what was pushed or uploaded, on a platform that runs one command and shows what it leaves behind."""
