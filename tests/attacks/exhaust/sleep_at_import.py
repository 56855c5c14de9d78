# what: Wait while loading.
# verdict: timeout
# breach: overrun: the grader waits several times as long as it should
# defence: wall-deadline
# limits: wall=0.4
import select

select.select([], [], [], 20)
