"""The only place that knows Word, PDF, mail, HTML, XML."""
