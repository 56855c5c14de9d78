# what: Take another student's submission in the place of one's own, while loading.
# verdict: raised
# breach: secret: a word of the other submission is printed
# defence: landlock
with open("@sibling@") as stream:
    text = stream.read()
print(text)
exec(text)
