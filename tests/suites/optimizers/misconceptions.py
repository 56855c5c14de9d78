"""x"""

MISCONCEPTIONS = ()
LEFT_OUT = {}
