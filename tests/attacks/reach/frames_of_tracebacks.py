# what: Raise, and walk from the traceback to the frames of the callers.
# verdict: raised
# breach: secret: a local variable of the grader is in the message
# defence: boundary
def forward(x, w1, w2, b):
    try:
        raise KeyError
    except KeyError as error:
        frame, found = error.__traceback__.tb_frame.f_back, []
    while frame is not None:
        found.append(repr(dict(frame.f_locals))[:1500])
        frame = frame.f_back
    raise ValueError("\n".join(found)[:1900])
