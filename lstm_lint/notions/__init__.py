"""What several rules mean by a head, a target, a mask, a planned step: notions derived from the IR, shared by checks.

They see `script`, `findings` and `keras_api`, and each other; nothing else of the house.
"""
