"""What the program costs, as ratios to other programs on the same files in the same run; and fuzzing."""
