"""What is promised for the day on which something breaks: each fault made, on real parts."""
