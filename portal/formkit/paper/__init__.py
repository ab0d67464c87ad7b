"""A form on paper: written as a Word document or plain text with a marker at each question, and read back.

The marker `[#question_key]` is plain text, so that it survives whatever program opens the file.
"""
