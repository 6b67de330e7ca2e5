"""What it takes to draw a case: rows, a layout, a pen, lettering, ink and boxes."""
