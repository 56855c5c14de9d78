"""Charts as SVG, light enough for a handout: curves and paths, and the axes that every plot has."""
