"""Ways to run work beside the main line of a program."""
