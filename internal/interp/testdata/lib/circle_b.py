import circle_a
circle_a.later
