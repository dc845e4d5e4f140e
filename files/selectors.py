"""Reads of files. An upload is its uploader's; whether an attachment is visible is the chat's to say."""
