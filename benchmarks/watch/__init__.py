"""What Watch finds in trainings that fail, what it says of healthy ones, and what it costs."""
