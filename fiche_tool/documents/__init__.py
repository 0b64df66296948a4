"""The only place that knows text documents: .txt, .docx, .odt and .pdf become lines."""
