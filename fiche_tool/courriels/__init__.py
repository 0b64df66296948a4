"""The mails of a séance: drafts that Outlook and Thunderbird open ready to send, and the dates for a calendar."""
