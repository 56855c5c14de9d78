"""Known mistakes in solutions of `optimizers`: what goes wrong, and the idea that puts it right."""

from typing import Final

from grader.diagnosis.catalogue import Misconception

_VELOCITY: Final = "self.velocity[name] = self.momentum * self.velocity.get(name, 0.0) + grads[name]"
_SGD_STEP: Final = "new[name] = value - self.lr * self.velocity[name]"
_SGD_LINES: Final = f"            {_VELOCITY}\n            {_SGD_STEP}\n"
_SGD_RETURN: Final = _SGD_LINES + "        return new\n"
_SGD_LR: Final = "        self.lr = lr\n        self.momentum = momentum\n"

_GRAD: Final = "            grad = np.asarray(grads[name], dtype=np.float64)\n"
_RMS_SQUARES: Final = (
    "self.squares[name] = self.alpha * self.squares.get(name, 0.0) + (1 - self.alpha) * grad**2"
)
_RMS_STEP: Final = "new[name] = value - self.lr * grad / (np.sqrt(self.squares[name]) + self.eps)"
_RMS_LINES: Final = f"            {_RMS_SQUARES}\n            {_RMS_STEP}\n"
_RMS_LR: Final = "        self.lr = lr\n        self.alpha = alpha\n"

_ADAM_MEANS: Final = "self.means[name] = beta1 * self.means.get(name, 0.0) + (1 - beta1) * grad"
_ADAM_SQUARES: Final = "self.squares[name] = beta2 * self.squares.get(name, 0.0) + (1 - beta2) * grad**2"
_M_HAT: Final = "m_hat = self.means[name] / (1 - beta1**self.steps)"
_V_HAT: Final = "v_hat = self.squares[name] / (1 - beta2**self.steps)"
_ADAM_STEP: Final = "new[name] = value - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)"
_ADAM_LR: Final = "        self.lr = lr\n        self.betas = betas\n"
_COUNT: Final = "        self.steps += 1\n"

_NORM: Final = "np.sqrt(sum(np.sum(np.square(grad, dtype=np.float64)) for grad in grads.values()))"
_SCALE: Final = "scale = max_norm / norm if norm > max_norm else 1.0"
_CLIPPED: Final = "return {name: scale * grad for name, grad in grads.items()}, norm"

_UP: Final = "return float(peak * step / warmup)"
_SHARE: Final = "q = (step - warmup) / (total - warmup)\n"
_DOWN: Final = "return float(peak * (1 + np.cos(np.pi * q)) / 2)"

_FIT_COPY: Final = "    params = dict(params)\n    losses = np.zeros(steps)\n"
_FIT_LOSS: Final = "        losses[number], grads = loss_and_grads(params)\n"
_FIT_RATE: Final = "        if schedule is not None:\n            optimizer.lr = schedule(number)\n"
_FIT_STEP: Final = "        params = optimizer.step(params, grads)\n"
_FIT_RETURN: Final = "    return params, losses\n"

_SGD: Final = (
    Misconception(
        name="sgd-uphill",
        ids=("T2",),
        part="sgd",
        mistake="SGD moves along the gradient, with no minus or with two: it climbs where it should descend.",
        advice="The gradient points to where the loss grows. Which way do we want to go?",
        see="sgd",
        edits=((_SGD_STEP, _SGD_STEP.replace("value -", "value +")),),
    ),
    Misconception(
        name="sgd-momentum-as-an-average",
        ids=("T17",),
        part="sgd",
        mistake="v is a weighted average of the last v and the gradient, so that only a part of the "
        "gradient enters.",
        advice="Averages of gradients come later, in Adam. How much of the gradient enters v here, in "
        "the very first step?",
        see="momentum",
        edits=((_VELOCITY, _VELOCITY.replace("+ grads", "+ (1 - self.momentum) * grads")),),
    ),
    Misconception(
        name="sgd-nesterov",
        ids=("T18",),
        part="sgd",
        mistake="The step goes by the gradient plus momentum times the new v, as Nesterov's method does.",
        advice="That is another method with another look ahead. Here v already holds the gradient: what "
        "is left to add to it?",
        see="momentum",
        edits=((_SGD_STEP, _SGD_STEP.replace("* self", "* (grads[name] + self.momentum * self") + ")"),),
    ),
    Misconception(
        name="sgd-momentum-forgotten",
        part="sgd",
        mistake="Momentum has no effect: every v is the gradient of its own step alone.",
        advice="Is what you computed in the last step still there in this one? Look at where v comes from.",
        see="momentum",
        edits=((_VELOCITY, "self.velocity[name] = grads[name]"),),
    ),
    Misconception(
        name="sgd-learning-rate-inside-v",
        part="sgd",
        mistake="The learning rate is multiplied into v when the gradient enters, so that v still carries "
        "old learning rates.",
        advice="As long as the rate stays the same, nobody notices. Whose rate should a step have, if it "
        "has changed since?",
        see="momentum",
        edits=(
            (_VELOCITY, _VELOCITY.replace("+ grads", "+ self.lr * grads")),
            (_SGD_STEP, _SGD_STEP.replace("self.lr * ", "")),
        ),
    ),
    Misconception(
        name="sgd-step-before-the-gradient",
        part="sgd",
        mistake="Each step is taken with the v of the step before, and the gradient enters afterwards.",
        advice="Your first step moves nothing. Should a step know the gradient that it was called with?",
        see="momentum",
        edits=(
            (
                _SGD_LINES,
                (
                    "            new[name] = value - self.lr * self.velocity.get(name, 0.0)\n"
                    f"            {_VELOCITY}\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="sgd-one-v-for-all",
        part="sgd",
        mistake="All parameters share one v.",
        advice="Parameters have different shapes and different gradients. Under which key does each find "
        "its own past?",
        see="state-belongs-to-the-object",
        edits=(
            (_VELOCITY, _VELOCITY.replace("velocity[name]", "velocity['v']").replace("(name,", "('v',")),
            (_SGD_STEP, _SGD_STEP.replace("velocity[name]", "velocity['v']")),
        ),
    ),
    Misconception(
        name="sgd-v-of-the-class",
        part="sgd",
        mistake="v belongs to the class, so that all objects of it share one memory.",
        advice="Two models are trained at once, each with an optimizer of its own. Where do you make the "
        "dict: once for the class, or once for each object?",
        see="state-belongs-to-the-object",
        edits=(("        self.velocity: Params = {}\n", ""),),
        append="SGD.velocity = {}\n",
        order_dependent=True,
    ),
    Misconception(
        name="sgd-learning-rate-of-the-start",
        part="sgd",
        mistake="SGD keeps using the learning rate that it was made with, though `lr` has been set since.",
        advice="A schedule sets `lr` between two steps. When does your step look at it?",
        see="conventions",
        edits=(
            (_SGD_LR, _SGD_LR + "        self.rate = lr\n"),
            (_SGD_STEP, _SGD_STEP.replace("self.lr", "self.rate")),
        ),
    ),
    Misconception(
        name="sgd-without-learning-rate",
        part="sgd",
        mistake="The steps of SGD lack the learning rate.",
        advice="v says in which direction to go. What says how far?",
        see="sgd",
        edits=((_SGD_STEP, _SGD_STEP.replace("self.lr * ", "")),),
    ),
    Misconception(
        name="sgd-in-place",
        ids=("T15",),
        part="sgd",
        mistake="SGD writes its step into the arrays and the dict that it was given.",
        advice="Who calls `step` still holds these arrays. Which operators write into an array, and "
        "which make a new one?",
        see="conventions",
        edits=(
            (
                _SGD_STEP,
                "params[name] -= self.lr * self.velocity[name]\n            new[name] = params[name]",
            ),
        ),
    ),
    Misconception(
        name="sgd-v-of-integers-cut-off",
        part="sgd",
        mistake="v is made in the type of its parameter, and where that is an integer, fractions are cut "
        "off.",
        advice="An array made like another has its type as well. Make room for fractions, whatever comes in.",
        see="integers",
        edits=(
            (
                _VELOCITY,
                (
                    "v = self.velocity.setdefault(name, np.zeros_like(value))\n"
                    "            v[...] = self.momentum * v + grads[name]"
                ),
            ),
        ),
    ),
    Misconception(
        name="sgd-returns-the-change",
        part="sgd",
        mistake="`step` returns by how much the parameters change, not what they become.",
        advice="What comes back is what the next gradient is taken at. Where did the old values go?",
        see="sgd",
        edits=((_SGD_STEP, "new[name] = -self.lr * self.velocity[name]"),),
    ),
    Misconception(
        name="sgd-numbers-become-arrays",
        part="sgd",
        mistake="A parameter that was a number comes back as an array with one entry.",
        advice="Every parameter keeps its shape, and that of a number is the empty one. Which call in "
        "your code gives it an axis?",
        see="conventions",
        edits=((_SGD_STEP, "new[name] = np.atleast_1d(value) - self.lr * self.velocity[name]"),),
    ),
    Misconception(
        name="sgd-normalised-gradient",
        part="sgd",
        mistake="The gradient is divided by its length before it is used, so that steep and flat count "
        "alike.",
        advice="Where it is steep, plain SGD takes a long step, and that is part of its nature. Is there "
        "a norm in the formula?",
        see="sgd",
        edits=((_VELOCITY, _VELOCITY + " / np.linalg.norm(grads[name])"),),
    ),
    Misconception(
        name="sgd-momentum-on-the-gradient",
        part="sgd",
        mistake="Momentum multiplies the gradient, and the last v enters whole.",
        advice="Momentum says how much of the past is kept. Which of the two terms is the past?",
        see="momentum",
        edits=(
            (
                _VELOCITY,
                "self.velocity[name] = self.velocity.get(name, 0.0) + self.momentum * grads[name]",
            ),
        ),
    ),
    Misconception(
        name="sgd-momentum-by-default",
        part="sgd",
        mistake="SGD has a momentum of 0.9 where none is asked for.",
        advice="Look at what the stub's signature says about a call without momentum.",
        see="sgd",
        edits=(("momentum: float = 0.0", "momentum: float = 0.9"),),
    ),
    Misconception(
        name="sgd-returns-after-the-first",
        part="sgd",
        mistake="`step` returns when the first parameter has been updated.",
        advice="The other parameters are missing in what comes back. Under which line does the `return` "
        "stand?",
        see="sgd",
        edits=((_SGD_RETURN, _SGD_LINES + "            return new\n"),),
    ),
    Misconception(
        name="sgd-names-written-down",
        part="sgd",
        mistake="The names of the parameters are written into the code of SGD.",
        advice="The next model has other names. Where can a step learn which there are?",
        see="conventions",
        edits=(
            (
                "for name, value in params.items():\n" + _SGD_LINES,
                "for name in ('W1', 'b1', 'W2', 'b2'):\n            value = params[name]\n" + _SGD_LINES,
            ),
        ),
    ),
    Misconception(
        name="sgd-in-float32",
        part="sgd",
        mistake="SGD computes in float32, which keeps seven digits of the sixteen.",
        advice="Hundreds of roundings add up. In which type is everything computed here?",
        see="conventions",
        edits=(
            (
                _VELOCITY,
                _VELOCITY.replace("+ grads[name]", "+ np.asarray(grads[name]).astype(np.float32)"),
            ),
            (_SGD_STEP, "new[name] = np.asarray(value).astype(np.float32) - self.lr * self.velocity[name]"),
        ),
    ),
    Misconception(
        name="sgd-mean-over-the-entries",
        part="sgd",
        mistake="Each step of SGD is divided by the number of entries of its parameter.",
        advice="The mean over the samples is in the gradient already. Is there another one to take?",
        see="sgd",
        edits=((_SGD_STEP, _SGD_STEP + " / np.size(value)"),),
    ),
)

_RMSPROP: Final = (
    Misconception(
        name="rmsprop-uphill",
        ids=("T2",),
        part="adaptive",
        mistake="RMSProp adds its step to the parameters: it climbs where it should descend.",
        advice="The gradient points to where the loss grows. Which way do we want to go?",
        see="rmsprop",
        edits=((_RMS_STEP, _RMS_STEP.replace("value -", "value +")),),
    ),
    Misconception(
        name="rmsprop-without-root",
        ids=("T19",),
        part="adaptive",
        mistake="RMSProp divides by s itself, not by its square root.",
        advice="s is as large as the square of a gradient. What makes it comparable with the gradient "
        "itself?",
        see="rmsprop",
        edits=((_RMS_STEP, _RMS_STEP.replace("np.sqrt(self.squares[name])", "self.squares[name]")),),
    ),
    Misconception(
        name="rmsprop-adds-up-all-squares",
        ids=("T19",),
        part="adaptive",
        mistake="s is the sum of the squares of all gradients so far, as in Adagrad, and nothing is "
        "forgotten.",
        advice="A sum only grows, and the steps die away. What do `alpha` and its complement do?",
        see="rmsprop",
        edits=((_RMS_SQUARES, "self.squares[name] = self.squares.get(name, 0.0) + grad**2"),),
    ),
    Misconception(
        name="rmsprop-weights-exchanged",
        part="adaptive",
        mistake="In s of RMSProp, alpha multiplies the new square and its complement the past.",
        advice="With alpha near 1, s should change slowly. Which of the two terms must be the heavy one?",
        see="rmsprop",
        edits=(
            (
                _RMS_SQUARES,
                "self.squares[name] = (1 - self.alpha) * self.squares.get(name, 0.0) + self.alpha * grad**2",
            ),
        ),
    ),
    Misconception(
        name="rmsprop-square-enters-whole",
        part="adaptive",
        mistake="The square of the gradient enters s with the weight 1, so that s is no average.",
        advice="The two weights of an average sum to 1. What do yours sum to?",
        see="rmsprop",
        edits=((_RMS_SQUARES, _RMS_SQUARES.replace("(1 - self.alpha) * ", "")),),
    ),
    Misconception(
        name="rmsprop-averages-magnitudes",
        part="adaptive",
        mistake="s of RMSProp averages the magnitudes of the gradients, not their squares.",
        advice="The name says it: root, mean, square. In which order are the three taken?",
        see="rmsprop",
        edits=((_RMS_SQUARES, _RMS_SQUARES.replace("grad**2", "np.abs(grad)")),),
    ),
    Misconception(
        name="rmsprop-centred",
        part="adaptive",
        mistake="The square of the mean gradient is subtracted from s: the centred form of RMSProp.",
        advice="That divides by how much the gradient varies. Here its size counts, whether it varies or "
        "not.",
        see="rmsprop",
        edits=(
            (
                _RMS_LINES,
                (
                    f"            {_RMS_SQUARES}\n"
                    "            key = f'mean of {name}'\n"
                    "            past = self.squares.get(key, 0.0)\n"
                    "            self.squares[key] = self.alpha * past + (1 - self.alpha) * grad\n"
                    "            spread = self.squares[name] - self.squares[key] ** 2\n"
                    "            new[name] = value - self.lr * grad / (np.sqrt(spread) + self.eps)\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="rmsprop-without-epsilon",
        part="adaptive",
        mistake="RMSProp has no epsilon, and where a gradient has always been 0 it divides 0 by 0.",
        advice="A parameter without a gradient should stay where it is. What does your formula give for it?",
        see="where-epsilon-stands",
        edits=((_RMS_STEP, _RMS_STEP.replace(" + self.eps", "")),),
    ),
    Misconception(
        name="rmsprop-divides-by-the-last-s",
        part="adaptive",
        mistake="RMSProp divides by the s of the step before, and the square enters afterwards.",
        advice="In the first step that s is 0, and the step is huge. Which of the two lines comes first?",
        see="rmsprop",
        edits=(
            (
                _RMS_LINES,
                (
                    "            last = self.squares.get(name, np.zeros_like(grad))\n"
                    "            new[name] = value - self.lr * grad / (np.sqrt(last) + self.eps)\n"
                    f"            {_RMS_SQUARES}\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="rmsprop-begins-with-1",
        part="adaptive",
        mistake="s of RMSProp is 1 before the first step.",
        advice="The stub says what a memory holds before the first step. What does s then hold after it?",
        see="conventions",
        edits=((_RMS_SQUARES, _RMS_SQUARES.replace("(name, 0.0)", "(name, 1.0)")),),
    ),
    Misconception(
        name="rmsprop-with-bias-correction",
        part="adaptive",
        mistake="s of RMSProp is corrected for its start at 0, as v of Adam is.",
        advice="The correction belongs to Adam. What does torch's RMSProp do about its first steps?",
        see="rmsprop",
        edits=(
            (_RMS_LR, _RMS_LR + "        self.taken = 0\n"),
            (
                "        new: Params = {}\n        for name, value in params.items():\n" + _GRAD + _RMS_LINES,
                "        self.taken += 1\n"
                "        new: Params = {}\n        for name, value in params.items():\n"
                + _GRAD
                + f"            {_RMS_SQUARES}\n"
                "            s_hat = self.squares[name] / (1 - self.alpha**self.taken)\n"
                "            new[name] = value - self.lr * grad / (np.sqrt(s_hat) + self.eps)\n",
            ),
        ),
    ),
    Misconception(
        name="rmsprop-one-s-for-an-array",
        part="adaptive",
        mistake="s of RMSProp is the mean over a whole array, so that all of its entries are divided by "
        "the same.",
        advice="Each entry has its own steepness, which is what the method is for. Which call makes one "
        "number of them?",
        see="rmsprop",
        edits=((_RMS_SQUARES, _RMS_SQUARES.replace("grad**2", "np.mean(grad**2)")),),
    ),
    Misconception(
        name="rmsprop-s-forgotten",
        part="adaptive",
        mistake="s of RMSProp is made of the gradient of its own step alone.",
        advice="Every step then has the same length, steep or flat. Is the s of the last step still there?",
        see="rmsprop",
        edits=((_RMS_SQUARES, "self.squares[name] = (1 - self.alpha) * grad**2"),),
    ),
    Misconception(
        name="rmsprop-alpha-by-default",
        part="adaptive",
        mistake="RMSProp has an alpha of 0.9 where none is given.",
        advice="Libraries differ in their defaults. Look at the signature in the stub.",
        see="rmsprop",
        edits=(("alpha: float = 0.99", "alpha: float = 0.9"),),
    ),
    Misconception(
        name="rmsprop-learning-rate-of-the-start",
        part="adaptive",
        mistake="RMSProp keeps using the learning rate that it was made with, though `lr` has been set "
        "since.",
        advice="A schedule sets `lr` between two steps. When does your step look at it?",
        see="conventions",
        edits=(
            (_RMS_LR, _RMS_LR + "        self.rate = lr\n"),
            (_RMS_STEP, _RMS_STEP.replace("self.lr", "self.rate")),
        ),
    ),
    Misconception(
        name="rmsprop-small-integers-overflow",
        part="adaptive",
        mistake="The gradient is squared in the type in which it came, and small integers overflow.",
        advice="Eight bits end at 127, and a square is soon beyond. What should come before the square?",
        see="integers",
        edits=(
            (
                _GRAD + f"            {_RMS_SQUARES}",
                f"            grad = grads[name]\n            {_RMS_SQUARES}",
            ),
        ),
    ),
    Misconception(
        name="rmsprop-gradient-in-place",
        ids=("T15",),
        part="adaptive",
        mistake="RMSProp squares the gradient in the caller's array.",
        advice="What the caller holds must stay as it is. Which operators write into an array?",
        see="conventions",
        edits=(
            (
                _GRAD + f"            {_RMS_SQUARES}",
                (
                    "            grad = grads[name] + 0.0\n"
                    "            square = grads[name]\n"
                    "            square *= square\n"
                    f"            {_RMS_SQUARES.replace('grad**2', 'square')}"
                ),
            ),
        ),
    ),
    Misconception(
        name="rmsprop-s-of-the-class",
        part="adaptive",
        mistake="s of RMSProp belongs to the class, so that all objects of it share one memory.",
        advice="Two models are trained at once, each with an optimizer of its own. Where do you make the "
        "dict: once for the class, or once for each object?",
        see="state-belongs-to-the-object",
        append="RMSProp.squares = {}\n"
        "RMSProp.__init__ = lambda self, lr, alpha=0.99, eps=1e-8: vars(self).update("
        "lr=lr, alpha=alpha, eps=eps)\n",
        order_dependent=True,
    ),
)

_ADAM: Final = (
    Misconception(
        name="adam-uphill",
        ids=("T2",),
        part="adaptive",
        mistake="Adam adds its step to the parameters: it climbs where it should descend.",
        advice="The gradient points to where the loss grows. Which way do we want to go?",
        see="adam",
        edits=((_ADAM_STEP, _ADAM_STEP.replace("value -", "value +")),),
    ),
    Misconception(
        name="adam-without-bias-correction",
        ids=("T20",),
        part="adaptive",
        mistake="Adam uses m and v as they are, without the correction for their start at 0.",
        advice="After one step m holds a tenth of the gradient only. What are the hats for?",
        see="the-start-at-0",
        edits=((_M_HAT, "m_hat = self.means[name]"), (_V_HAT, "v_hat = self.squares[name]")),
    ),
    Misconception(
        name="adam-corrects-only-m",
        part="adaptive",
        mistake="Adam corrects m for its start at 0, but not v.",
        advice="Both averages begin at 0, and v is slower by far. Which of them wears a hat in your formula?",
        see="the-start-at-0",
        edits=((_V_HAT, "v_hat = self.squares[name]"),),
    ),
    Misconception(
        name="adam-corrects-only-v",
        part="adaptive",
        mistake="Adam corrects v for its start at 0, but not m.",
        advice="Both averages begin at 0. Which of them wears a hat in your formula?",
        see="the-start-at-0",
        edits=((_M_HAT, "m_hat = self.means[name]"),),
    ),
    Misconception(
        name="adam-counts-from-0",
        ids=("T21",),
        part="adaptive",
        mistake="The first step of Adam has t = 0, and the correction divides by 0.",
        advice="Any number to the power of 0 is 1. Which t does the stub give to the first step?",
        see="the-start-at-0",
        edits=(
            (_COUNT, ""),
            (_ADAM_STEP + "\n        return new\n", _ADAM_STEP + "\n" + _COUNT + "        return new\n"),
        ),
    ),
    Misconception(
        name="adam-counts-from-2",
        part="adaptive",
        mistake="The first step of Adam has t = 2.",
        advice="The first step should come out as long as the learning rate. Is t counted once too often?",
        see="the-start-at-0",
        edits=(("        self.steps = 0\n", "        self.steps = 1\n"),),
    ),
    Misconception(
        name="adam-counts-parameters",
        part="adaptive",
        mistake="t of Adam grows with every parameter, not with every step.",
        advice="With one parameter all is well, with three t runs away. Under which loop is it counted?",
        see="the-start-at-0",
        edits=(
            (_COUNT, ""),
            (f"            {_ADAM_MEANS}", f"            self.steps += 1\n            {_ADAM_MEANS}"),
        ),
    ),
    Misconception(
        name="adam-always-the-first-step",
        part="adaptive",
        mistake="Adam corrects every step as if it were the first.",
        advice="As m and v fill up, less is to be corrected. What makes the correction fade?",
        see="the-start-at-0",
        edits=(
            (_M_HAT, _M_HAT.replace("**self.steps", "")),
            (_V_HAT, _V_HAT.replace("**self.steps", "")),
        ),
    ),
    Misconception(
        name="adam-multiplies-the-correction",
        part="adaptive",
        mistake="Adam multiplies by the corrections where it should divide.",
        advice="m is too small at first. Does your correction make it larger?",
        see="the-start-at-0",
        edits=((_M_HAT, _M_HAT.replace("] /", "] *")), (_V_HAT, _V_HAT.replace("] /", "] *"))),
    ),
    Misconception(
        name="adam-corrects-both-with-beta1",
        part="adaptive",
        mistake="Adam corrects v with beta1, which belongs to m.",
        advice="Each average is corrected with the weight it was made with. Compare your two hats.",
        see="the-start-at-0",
        edits=((_V_HAT, _V_HAT.replace("beta2", "beta1")),),
    ),
    Misconception(
        name="adam-corrects-the-root",
        part="adaptive",
        mistake="Adam divides the root of v by the whole correction, not by its root.",
        advice="First the hat, then the root. What becomes of the correction when you take the root?",
        see="the-start-at-0",
        edits=((_V_HAT, "v_hat = (np.sqrt(self.squares[name]) / (1 - beta2**self.steps)) ** 2"),),
    ),
    Misconception(
        name="adam-keeps-what-is-corrected",
        part="adaptive",
        mistake="Adam writes the corrected m and v back into its memory, and corrects them again in the "
        "next step.",
        advice="The hats are for the step alone. What should the next average be made of?",
        see="the-start-at-0",
        edits=(
            (_M_HAT, "m_hat = self.means[name] = self.means[name] / (1 - beta1**self.steps)"),
            (_V_HAT, "v_hat = self.squares[name] = self.squares[name] / (1 - beta2**self.steps)"),
        ),
    ),
    Misconception(
        name="adam-betas-exchanged",
        ids=("T23",),
        part="adaptive",
        mistake="beta1 is used for v and beta2 for m.",
        advice="The direction may change quickly, the scale slowly. Which of the two averages gets which?",
        see="adam",
        edits=(("beta1, beta2 = self.betas", "beta2, beta1 = self.betas"),),
    ),
    Misconception(
        name="adam-without-root",
        part="adaptive",
        mistake="Adam divides by v itself, not by its square root.",
        advice="v is as large as the square of a gradient. What makes it comparable with m?",
        see="adam",
        edits=((_ADAM_STEP, _ADAM_STEP.replace("np.sqrt(v_hat)", "v_hat")),),
    ),
    Misconception(
        name="adam-without-epsilon",
        part="adaptive",
        mistake="Adam has no epsilon, and where a gradient has always been 0 it divides 0 by 0.",
        advice="A parameter without a gradient should stay where it is. What does your formula give for it?",
        see="where-epsilon-stands",
        edits=((_ADAM_STEP, _ADAM_STEP.replace(" + self.eps", "")),),
    ),
    Misconception(
        name="adam-gradient-enters-m-whole",
        part="adaptive",
        mistake="The gradient enters m of Adam with the weight 1, as in SGD with momentum.",
        advice="m is an average, whose two weights sum to 1. What do yours sum to?",
        see="adam",
        edits=((_ADAM_MEANS, _ADAM_MEANS.replace("(1 - beta1) * ", "")),),
    ),
    Misconception(
        name="adam-square-enters-v-whole",
        part="adaptive",
        mistake="The square of the gradient enters v of Adam with the weight 1.",
        advice="v is an average, whose two weights sum to 1. What do yours sum to?",
        see="adam",
        edits=((_ADAM_SQUARES, _ADAM_SQUARES.replace("(1 - beta2) * ", "")),),
    ),
    Misconception(
        name="adam-weights-of-m-exchanged",
        part="adaptive",
        mistake="In m of Adam, beta1 multiplies the gradient and its complement the past.",
        advice="With beta1 near 1, m should change slowly. Which of the two terms must be the heavy one?",
        see="adam",
        edits=((_ADAM_MEANS, "self.means[name] = (1 - beta1) * self.means.get(name, 0.0) + beta1 * grad"),),
    ),
    Misconception(
        name="adam-squares-m",
        part="adaptive",
        mistake="v of Adam averages the squares of m, not those of the gradient.",
        advice="m is smooth already, and hides how rough the gradients are. Of what is v the average?",
        see="adam",
        edits=((_ADAM_SQUARES, _ADAM_SQUARES.replace("grad**2", "self.means[name] ** 2")),),
    ),
    Misconception(
        name="adam-gradient-not-squared",
        part="adaptive",
        mistake="v of Adam averages the gradient itself, not its square.",
        advice="A root needs something that is never negative. What do m and v differ in?",
        see="adam",
        edits=((_ADAM_SQUARES, _ADAM_SQUARES.replace("grad**2", "grad")),),
    ),
    Misconception(
        name="adam-without-mean",
        part="adaptive",
        mistake="Adam steps along the gradient of the moment, and m plays no part.",
        advice="You divide by the right scale. What stands above the line?",
        see="adam",
        edits=((_ADAM_STEP, _ADAM_STEP.replace("m_hat", "grad")),),
    ),
    Misconception(
        name="adam-greatest-square",
        part="adaptive",
        mistake="Adam divides by the greatest v so far, as in the variant AMSGrad.",
        advice="Here v may shrink again when the slope does. Is there a maximum in the formula?",
        see="adam",
        edits=(
            (
                _V_HAT,
                (
                    "most = np.maximum(self.squares.get(f'most of {name}', 0.0), self.squares[name])\n"
                    "            self.squares[f'most of {name}'] = most\n"
                    "            v_hat = most / (1 - beta2**self.steps)"
                ),
            ),
        ),
    ),
    Misconception(
        name="adam-looks-ahead",
        part="adaptive",
        mistake="m of Adam is mixed with the gradient once more before the step, as in the variant Nadam.",
        advice="The gradient is in m already. How often should it enter?",
        see="adam",
        edits=(
            (
                _M_HAT,
                (
                    "ahead = beta1 * self.means[name] + (1 - beta1) * grad\n"
                    "            m_hat = ahead / (1 - beta1**self.steps)"
                ),
            ),
        ),
    ),
    Misconception(
        name="adam-betas-by-default",
        part="adaptive",
        mistake="Adam has a beta2 of 0.99 where none is given.",
        advice="One digit more makes a memory ten times as long. Look at the signature in the stub.",
        see="adam",
        edits=(("(0.9, 0.999), eps", "(0.9, 0.99), eps"),),
    ),
    Misconception(
        name="adam-betas-written-down",
        part="adaptive",
        mistake="The usual betas are written into the code, whatever Adam was made with.",
        advice="An optimizer is made with settings for a reason. Where are they kept?",
        see="adam",
        edits=(("beta1, beta2 = self.betas", "beta1, beta2 = 0.9, 0.999"),),
    ),
    Misconception(
        name="adam-learning-rate-of-the-start",
        part="adaptive",
        mistake="Adam keeps using the learning rate that it was made with, though `lr` has been set since.",
        advice="A schedule sets `lr` between two steps. When does your step look at it?",
        see="conventions",
        edits=(
            (_ADAM_LR, _ADAM_LR + "        self.rate = lr\n"),
            (_ADAM_STEP, _ADAM_STEP.replace("self.lr", "self.rate")),
        ),
    ),
    Misconception(
        name="adam-learning-rate-decays",
        part="adaptive",
        mistake="Adam divides its learning rate by the root of the number of steps.",
        advice="How the rate goes down is up to a schedule, and the optimizer does as `lr` says. Which "
        "factor of your step is not in the formula?",
        see="adam",
        edits=((_ADAM_STEP, _ADAM_STEP.replace("self.lr", "self.lr / np.sqrt(self.steps)")),),
    ),
    Misconception(
        name="adam-in-place",
        ids=("T15",),
        part="adaptive",
        mistake="Adam writes its step into the arrays that it was given.",
        advice="Who calls `step` still holds these arrays. Which operators write into an array, and "
        "which make a new one?",
        see="conventions",
        edits=(
            (
                _ADAM_STEP,
                "value -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)\n            new[name] = value",
            ),
        ),
    ),
    Misconception(
        name="adam-small-integers-overflow",
        part="adaptive",
        mistake="Adam squares the gradient in the type in which it came, and small integers overflow.",
        advice="Eight bits end at 127, and a square is soon beyond. What should come before the square?",
        see="integers",
        edits=(
            (
                _GRAD + f"            {_ADAM_MEANS}",
                f"            grad = grads[name]\n            {_ADAM_MEANS}",
            ),
        ),
    ),
    Misconception(
        name="adam-steps-of-the-class",
        part="adaptive",
        mistake="t of Adam belongs to the class, and counts the steps of all objects together.",
        advice="A second model begins with its own first step. Where is its t made?",
        see="state-belongs-to-the-object",
        edits=(("        self.steps = 0\n", ""), (_COUNT, "        Adam.steps += 1\n")),
        append="Adam.steps = 0\n",
        order_dependent=True,
    ),
    Misconception(
        name="adam-one-mean-for-all",
        part="adaptive",
        mistake="All parameters of Adam share one m.",
        advice="Parameters have different shapes and different gradients. Under which key does each find "
        "its own past?",
        see="state-belongs-to-the-object",
        edits=(
            (_ADAM_MEANS, _ADAM_MEANS.replace("means[name]", "means['m']").replace("(name,", "('m',")),
            (_M_HAT, _M_HAT.replace("means[name]", "means['m']")),
        ),
    ),
)

_CLIPPING: Final = (
    Misconception(
        name="clip-each-by-itself",
        part="clipping",
        mistake="Every gradient is clipped by its own norm, and the direction of the step as a whole "
        "changes.",
        advice="Clipping shortens a step and must not turn it. How many factors should there be?",
        see="clipping",
        edits=(
            (
                _CLIPPED,
                (
                    "return {\n"
                    "        name: grad * min(1.0, max_norm / max(np.linalg.norm(grad), 1e-300))\n"
                    "        for name, grad in grads.items()\n    }, norm"
                ),
            ),
        ),
    ),
    Misconception(
        name="clip-each-entry",
        part="clipping",
        mistake="Every entry is cut off at the limit, which is clipping by value.",
        advice="That turns the step towards a diagonal. What is it whose length is to be limited?",
        see="clipping",
        edits=((_CLIPPED, _CLIPPED.replace("scale * grad", "np.clip(grad, -max_norm, max_norm)")),),
    ),
    Misconception(
        name="clip-lengthens",
        part="clipping",
        mistake="Gradients that are short enough are lengthened to the limit.",
        advice="Clipping is for what is too long. What should your factor be at most?",
        see="clipping",
        edits=((_SCALE, "scale = max_norm / norm if norm > 0 else 1.0"),),
    ),
    Misconception(
        name="clip-without-root",
        part="clipping",
        mistake="The sum of the squares is taken for the norm, without the root.",
        advice="The length of (3, 4) is 5. What does your norm say?",
        see="clipping",
        edits=((_NORM, _NORM.removeprefix("np.sqrt(").removesuffix(")")),),
    ),
    Misconception(
        name="clip-sum-of-norms",
        part="clipping",
        mistake="The norms of the gradients are added up.",
        advice="Walk 3 to the east and 4 to the north: how far away are you? All entries together make "
        "one vector.",
        see="clipping",
        edits=((_NORM, "sum(np.linalg.norm(grad) for grad in grads.values())"),),
    ),
    Misconception(
        name="clip-sum-of-magnitudes",
        part="clipping",
        mistake="The magnitudes of all entries are added up in the place of a norm.",
        advice="The norm is a length, with squares and a root. What is the length of (3, 4)?",
        see="clipping",
        edits=((_NORM, "sum(np.sum(np.abs(grad)) for grad in grads.values())"),),
    ),
    Misconception(
        name="clip-greatest-entry",
        part="clipping",
        mistake="The greatest magnitude of an entry is taken for the norm.",
        advice="A thousand small entries can make a long step. Which of them does your norm notice?",
        see="clipping",
        edits=((_NORM, "max(np.max(np.abs(grad)) for grad in grads.values())"),),
    ),
    Misconception(
        name="clip-root-of-the-mean",
        part="clipping",
        mistake="The squares are averaged, not added up, before the root is taken.",
        advice="A length grows with the number of entries. Does yours?",
        see="clipping",
        edits=(
            (
                _NORM,
                "np.sqrt(np.mean(np.concatenate([np.ravel(grad) for grad in grads.values()]) ** 2.0))",
            ),
        ),
    ),
    Misconception(
        name="clip-returns-the-clipped-norm",
        part="clipping",
        mistake="The norm that is returned is that of the clipped gradients.",
        advice="One wants to see in a log how long the gradients were. Before or after you shorten them?",
        see="clipping",
        edits=((_CLIPPED, _CLIPPED.replace("}, norm", "}, scale * norm")),),
    ),
    Misconception(
        name="clip-to-length-1",
        part="clipping",
        mistake="Gradients that are too long are scaled to length 1, and not to the limit.",
        advice="What should the norm be after clipping? Compute it for your result.",
        see="clipping",
        edits=((_SCALE, _SCALE.replace("max_norm / norm", "1 / norm")),),
    ),
    Misconception(
        name="clip-factor-upside-down",
        part="clipping",
        mistake="The factor is the norm over the limit, and what is too long becomes longer.",
        advice="The factor should be below 1 where the norm is beyond the limit. Is it?",
        see="clipping",
        edits=((_SCALE, _SCALE.replace("max_norm / norm", "norm / max_norm")),),
    ),
    Misconception(
        name="clip-divides-by-0",
        part="clipping",
        mistake="The limit is divided by the norm even where the norm is 0.",
        advice="Gradients of 0 need no clipping. What happens to them in your code?",
        see="clipping",
        edits=((_SCALE, "scale = min(1.0, max_norm / norm)"),),
    ),
    Misconception(
        name="clip-in-place",
        part="clipping",
        mistake="The gradients are scaled in the caller's dict and arrays.",
        advice="Other libraries do so and say it in the name. What is promised here?",
        see="conventions",
        edits=(
            (
                _CLIPPED,
                "for name in grads:\n        grads[name] *= scale\n    return grads, norm",
            ),
        ),
    ),
    Misconception(
        name="clip-returns-gradients-alone",
        part="clipping",
        mistake="Only the gradients are returned, without the norm.",
        advice="The stub names two results, in an order. Which are they?",
        see="clipping",
        edits=((_CLIPPED, _CLIPPED.removesuffix(", norm")),),
    ),
    Misconception(
        name="clip-results-exchanged",
        part="clipping",
        mistake="The norm comes first and the gradients second.",
        advice="The stub names two results, in an order. Which comes first?",
        see="clipping",
        edits=((_CLIPPED, "return norm, {name: scale * grad for name, grad in grads.items()}"),),
    ),
    Misconception(
        name="clip-small-integers-overflow",
        part="clipping",
        mistake="The entries are squared in the type in which they came, and small integers overflow.",
        advice="Eight bits end at 127, and a square is soon beyond. What should come before the square?",
        see="integers",
        edits=((_NORM, _NORM.replace("np.square(grad, dtype=np.float64)", "np.square(grad)")),),
    ),
)

_SCHEDULE: Final = (
    Misconception(
        name="schedule-begins-with-a-step-up",
        part="training",
        mistake="The way up is one step ahead: step 0 has the rate of step 1.",
        advice="The line goes through 0 at step 0. What does yours say there?",
        see="warmup-and-cosine",
        edits=((_UP, _UP.replace("peak * step", "peak * (step + 1)")),),
    ),
    Misconception(
        name="schedule-cosine-over-all-steps",
        part="training",
        mistake="The cosine begins at step 0, not where the way up ends.",
        advice="At the top nothing of the way down is behind you. Which share does your q give there?",
        see="warmup-and-cosine",
        edits=((_SHARE, "q = step / total\n"),),
    ),
    Misconception(
        name="schedule-way-down-too-long",
        part="training",
        mistake="The way down is counted as long as all steps together, and the rate does not reach 0.",
        advice="How many steps are left when the way up is over?",
        see="warmup-and-cosine",
        edits=((_SHARE, "q = (step - warmup) / total\n"),),
    ),
    Misconception(
        name="schedule-quarter-of-a-cosine",
        part="training",
        mistake="The way down is a quarter of a cosine: it begins gently and ends steeply.",
        advice="Half a cosine goes from 1 to -1 and is gentle at both ends. How is it brought between 1 "
        "and 0?",
        see="warmup-and-cosine",
        edits=((_DOWN, "return float(peak * np.cos(np.pi * q / 2))"),),
    ),
    Misconception(
        name="schedule-twice-as-high",
        part="training",
        mistake="The raised cosine is not halved, and the way down begins at twice the peak.",
        advice="1 + cos goes from 2 to 0. From what to what should the rate go?",
        see="warmup-and-cosine",
        edits=((_DOWN, _DOWN.replace(" / 2", "")),),
    ),
    Misconception(
        name="schedule-below-0",
        part="training",
        mistake="The way down is a plain cosine, and the rate becomes negative.",
        advice="A negative learning rate climbs. How is a cosine lifted above 0?",
        see="warmup-and-cosine",
        edits=((_DOWN, "return float(peak * np.cos(np.pi * q))"),),
    ),
    Misconception(
        name="schedule-straight-down",
        part="training",
        mistake="The way down is a straight line.",
        advice="A cosine stays near the peak at first and near 0 at last. Is there a bend in yours?",
        see="warmup-and-cosine",
        edits=((_DOWN, "return float(peak * (1 - q))"),),
    ),
    Misconception(
        name="schedule-upside-down",
        part="training",
        mistake="The cosine is subtracted: after the way up the rate drops to 0 and climbs again.",
        advice="Where the way down begins, cos is 1. What should the rate be there?",
        see="warmup-and-cosine",
        edits=((_DOWN, _DOWN.replace("1 + np", "1 - np")),),
    ),
    Misconception(
        name="schedule-in-degrees",
        part="training",
        mistake="The cosine is given an angle in degrees.",
        advice="NumPy's angles are in radians. What is half a turn in these?",
        see="warmup-and-cosine",
        edits=((_DOWN, _DOWN.replace("np.pi", "180")),),
    ),
    Misconception(
        name="schedule-divides-by-no-warmup",
        part="training",
        mistake="The way up is divided by its length even where there is none.",
        advice="Warmup may be 0. Which of your lines runs then?",
        see="warmup-and-cosine",
        edits=(
            (
                "if step < warmup:\n        " + _UP,
                "share = step / warmup\n    if step < warmup:\n        return float(peak * share)",
            ),
        ),
    ),
    Misconception(
        name="schedule-without-warmup",
        part="training",
        mistake="There is no way up: the rate is the peak until the way down begins.",
        advice="The first steps are to be small. What does your schedule say at step 0?",
        see="warmup-and-cosine",
        edits=((_UP, "return float(peak)"),),
    ),
    Misconception(
        name="schedule-whole-division",
        part="training",
        mistake="The way up divides whole numbers without a rest, and stays at 0.",
        advice="Python has two division signs. Which of them keeps the fraction?",
        see="warmup-and-cosine",
        edits=((_UP, "return float(peak * (step // warmup))"),),
    ),
    Misconception(
        name="schedule-without-peak",
        part="training",
        mistake="The rates are shares of the peak; they are not multiplied by it.",
        advice="Your greatest rate is 1. What should it be?",
        see="warmup-and-cosine",
        edits=((_UP, "return step / warmup"), (_DOWN, "return float((1 + np.cos(np.pi * q)) / 2)")),
    ),
)

_FIT: Final = (
    Misconception(
        name="fit-loss-after-the-step",
        ids=("T12",),
        part="training",
        mistake="`fit` records each loss after the step.",
        advice="A loss that is taken after the step flatters it. When is the moment to look?",
        see="the-loop",
        edits=(
            (_FIT_LOSS, "        _, grads = loss_and_grads(params)\n"),
            (_FIT_STEP, _FIT_STEP + "        losses[number] = loss_and_grads(params)[0]\n"),
        ),
    ),
    Misconception(
        name="fit-computes-twice",
        part="training",
        mistake="`fit` calls `loss_and_grads` twice in each step, once for the loss and once for the "
        "gradients.",
        advice="For a large network this is the whole cost of training. What does one call bring?",
        see="the-loop",
        edits=(
            (
                _FIT_LOSS,
                (
                    "        losses[number] = loss_and_grads(params)[0]\n"
                    "        grads = loss_and_grads(params)[1]\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="fit-gradients-at-the-start",
        part="training",
        mistake="`fit` takes every gradient at the parameters it started with.",
        advice="The slope changes as you walk. Where do the parameters stand when a gradient is taken?",
        see="the-loop",
        edits=(
            (_FIT_COPY, "    start = params\n" + _FIT_COPY),
            (_FIT_LOSS, _FIT_LOSS.replace("(params)", "(start)")),
        ),
    ),
    Misconception(
        name="fit-gradients-add-up",
        ids=("T1",),
        part="training",
        mistake="`fit` adds each step's gradients to those of the steps before.",
        advice="Each step should know its own gradient alone; what is remembered is up to the optimizer. "
        "What do your gradients start from?",
        see="the-loop",
        edits=(
            (_FIT_COPY, "    total = {name: 0.0 for name in params}\n" + _FIT_COPY),
            (
                _FIT_STEP,
                (
                    "        total = {name: total[name] + grads[name] for name in grads}\n"
                    "        params = optimizer.step(params, total)\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="fit-schedule-after-the-step",
        part="training",
        mistake="`fit` sets the learning rate after the step, so that it holds for the next one.",
        advice="The first step should already go by the schedule. Which of the two lines comes first?",
        see="the-loop",
        edits=((_FIT_RATE + _FIT_STEP, _FIT_STEP + _FIT_RATE),),
    ),
    Misconception(
        name="fit-schedule-counts-from-1",
        part="training",
        mistake="`fit` asks the schedule for the rate of the next step.",
        advice="Which number has the first step? The stub says it.",
        see="the-loop",
        edits=((_FIT_RATE, _FIT_RATE.replace("(number)", "(number + 1)")),),
    ),
    Misconception(
        name="fit-schedule-not-used",
        part="training",
        mistake="`fit` never sets the optimizer's learning rate.",
        advice="The schedule gives a number, and somebody has to hand it to the optimizer. Where does "
        "the optimizer look for its rate?",
        see="the-loop",
        edits=((_FIT_RATE, ""),),
    ),
    Misconception(
        name="fit-schedule-asked-once",
        part="training",
        mistake="`fit` asks the schedule once, before the first step.",
        advice="Every step has a rate of its own. Under which loop do you ask for it?",
        see="the-loop",
        edits=(
            (_FIT_RATE, ""),
            (_FIT_COPY, "    if schedule is not None:\n        optimizer.lr = schedule(0)\n" + _FIT_COPY),
        ),
    ),
    Misconception(
        name="fit-schedule-multiplies",
        part="training",
        mistake="`fit` multiplies the optimizer's learning rate by the schedule's.",
        advice="The schedule gives the rate itself, not a factor. What becomes of the rate after ten steps?",
        see="the-loop",
        edits=((_FIT_RATE, _FIT_RATE.replace("lr = ", "lr = optimizer.lr * ")),),
    ),
    Misconception(
        name="fit-one-step-missing",
        ids=("T13",),
        part="training",
        mistake="`fit` takes one step too few, and the last loss stays 0.",
        advice="Count the steps: how often does your loop run for steps = 2?",
        see="the-loop",
        edits=(("for number in range(steps):", "for number in range(steps - 1):"),),
    ),
    Misconception(
        name="fit-returns-after-the-first-step",
        ids=("T13",),
        part="training",
        mistake="`fit` returns after its first step.",
        advice="All later losses are still as they were made. Under which line does the `return` stand?",
        see="the-loop",
        edits=((_FIT_STEP + _FIT_RETURN, _FIT_STEP + "    " + _FIT_RETURN),),
    ),
    Misconception(
        name="fit-one-loss-too-many",
        part="training",
        mistake="`fit` records the loss after the last step as well.",
        advice="There are as many losses as steps. To which step does your last one belong?",
        see="the-loop",
        edits=((_FIT_RETURN, "    return params, np.append(losses, loss_and_grads(params)[0])\n"),),
    ),
    Misconception(
        name="fit-callers-parameters-in-place",
        ids=("T15",),
        part="training",
        mistake="`fit` writes every step into the caller's dict of parameters.",
        advice="Who calls `fit` twice wants both runs to start at the same point. Whose dict does your "
        "loop change?",
        see="conventions",
        edits=(
            (_FIT_COPY, "    losses = np.zeros(steps)\n"),
            (_FIT_STEP, "        params.update(optimizer.step(params, grads))\n"),
        ),
    ),
    Misconception(
        name="fit-returns-the-start",
        part="training",
        mistake="`fit` trains, but returns the parameters it started with.",
        advice="The losses show that the parameters have moved. Which dict holds them at the end?",
        see="the-loop",
        edits=((_FIT_COPY, "    start = params\n" + _FIT_COPY), (_FIT_RETURN, "    return start, losses\n")),
    ),
    Misconception(
        name="fit-steps-itself",
        part="training",
        mistake="`fit` moves the parameters itself, by the learning rate times the gradient, and leaves "
        "the optimizer out.",
        advice="How to step is the optimizer's business: it may have momentum. Who computes the new "
        "parameters in your loop?",
        see="the-loop",
        edits=(
            (
                _FIT_STEP,
                "        params = {name: params[name] - optimizer.lr * grads[name] for name in params}\n",
            ),
        ),
    ),
    Misconception(
        name="fit-steps-twice",
        part="training",
        mistake="`fit` lets the optimizer step twice on the same gradients.",
        advice="Each call of `step` is a step, whatever becomes of its result. How many are there in a "
        "turn of your loop?",
        see="the-loop",
        edits=((_FIT_STEP, _FIT_STEP + _FIT_STEP),),
    ),
    Misconception(
        name="fit-result-of-the-step-lost",
        part="training",
        mistake="`fit` calls the optimizer and does not use what it returns, so that nothing moves.",
        advice="Other libraries write into the parameters, and this one does not. Where do the new ones "
        "come from?",
        see="the-loop",
        edits=((_FIT_STEP, "        optimizer.step(params, grads)\n"),),
    ),
    Misconception(
        name="fit-arguments-of-the-step-exchanged",
        part="training",
        mistake="`fit` hands gradients and parameters to the optimizer in the wrong order.",
        advice="Both are dicts with the same keys, so that nothing complains. What does the optimizer "
        "expect first?",
        see="the-loop",
        edits=((_FIT_STEP, _FIT_STEP.replace("(params, grads)", "(grads, params)")),),
    ),
    Misconception(
        name="fit-losses-in-a-list",
        part="training",
        mistake="`fit` returns the losses as a list.",
        advice="The stub says which shape the losses have, and lists have none.",
        see="the-loop",
        edits=((_FIT_RETURN, "    return params, losses.tolist()\n"),),
    ),
    Misconception(
        name="fit-best-parameters",
        part="training",
        mistake="`fit` returns the parameters with the smallest loss it has seen, not those after the "
        "last step.",
        advice="That is a good habit with a validation set, and not what is asked for here. How many "
        "steps are behind what you return?",
        see="the-loop",
        edits=(
            (
                _FIT_STEP,
                "        if number == 0 or losses[number] <= losses[:number].min():\n"
                "            best = params\n" + _FIT_STEP,
            ),
            (_FIT_RETURN, "    return best, losses\n"),
        ),
    ),
)

MISCONCEPTIONS: Final = (*_SGD, *_RMSPROP, *_ADAM, *_CLIPPING, *_SCHEDULE, *_FIT)

_BATCHES: Final = "The suite lends loss and gradients; samples and batches belong to the assignments before."

LEFT_OUT: Final = {
    "T3": "Two mistakes that cancel, in two parts: each of them has an entry of its own.",
    **dict.fromkeys(("T5", "T6", "T7", "T8"), _BATCHES),
    "T9": "All gradients of a step come of one call, so that none can see parameters that have moved.",
    "T11": "No parameter is a bias here: the names say nothing.",
    "T14": "No history of parameters is returned.",
    "T24": "Where epsilon stands is stated and not graded: the difference drowns in the tolerance.",
    "T25": "No mistake in a submission: it is why whole trajectories are compared, not the last loss alone.",
}
