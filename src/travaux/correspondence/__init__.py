"""Letters and notes verbales, the register, and clearance by named persons."""
