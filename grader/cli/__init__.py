"""The command `grade`: parse, call one use case, print, exit. Nothing else prints or exits."""
