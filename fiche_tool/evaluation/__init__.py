"""The evaluation report for the council: a Word document of the figures, with places for what people have to say."""
