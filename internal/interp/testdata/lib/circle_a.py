import circle_b
later = 1
