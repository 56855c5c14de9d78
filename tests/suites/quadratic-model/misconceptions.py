"""Known mistakes in solutions of `quadratic-model`: what goes wrong, and the idea that puts it right."""

from typing import Final

from grader.diagnosis.catalogue import Misconception

_FLOATS: Final = "    x = np.asarray(x, dtype=np.float64)\n"
_Y_HAT: Final = "return w1 * x**2 + w2 * x + b"
_RESIDUAL: Final = "np.asarray(y_hat, dtype=np.float64) - y"
_MEAN: Final = "float(np.mean(residual**2))"
_DY_HAT: Final = "dy_hat = 2 * (forward(x, w1, w2, b) - y)"
_DW1: Final = "float(np.mean(dy_hat * x**2))"
_DW2: Final = "float(np.mean(dy_hat * x))"
_DB: Final = "float(np.mean(dy_hat))"
_STEP: Final = "value - lr * grads[name]"
_FIT_START: Final = "    params = dict(params)\n"
_FIT_LOSSES: Final = "    losses = np.zeros((epochs, len(x)))\n    for epoch in range(epochs):\n"
_FIT_LOSS: Final = "            losses[epoch, i] = loss(forward(x[i], **params), y[i])\n"
_FIT_STEP: Final = "            params = sgd_step(params, backward(x[i], y[i], **params), lr)\n"
_FIT_RETURN: Final = "    return params, losses"
_FIT_SAMPLES: Final = "for i in range(len(x)):\n" + _FIT_LOSS
_LINEAR_STEP: Final = "w = w - lr * 2 * r * x[i]"
_LINEAR_LOSS: Final = "            losses[epoch, i] = r**2\n"
_LINEAR_RETURN: Final = "    return float(w), losses"

_FORWARD: Final = (
    Misconception(
        name="forward-without-bias",
        part="forward",
        mistake="The prediction leaves out the bias b.",
        advice="The model has three knobs. At x = 0 the curve does not pass through 0: which knob says "
        "where?",
        see="forward",
        edits=((_Y_HAT, "return w1 * x**2 + w2 * x"),),
    ),
    Misconception(
        name="forward-x-not-squared",
        part="forward",
        mistake="w1 is multiplied by x where it should be multiplied by the square of x.",
        advice="The curve should bend. Which of the two terms makes it bend, and what does it depend on?",
        see="forward",
        edits=((_Y_HAT, "return w1 * x + w2 * x + b"),),
    ),
    Misconception(
        name="forward-square-is-double",
        part="forward",
        mistake="The square of x is computed as 2 * x.",
        advice="A square and a double agree only at 0 and at 2. Try your formula at x = 3.",
        see="forward",
        edits=((_Y_HAT, "return w1 * 2 * x + w2 * x + b"),),
    ),
    Misconception(
        name="forward-caret-for-power",
        part="forward",
        mistake="`^` stands where a power is meant.",
        advice="In Python `^` combines the bits of integers and is not defined for floats. Powers have an "
        "operator of their own.",
        see="forward",
        edits=((_Y_HAT, "return w1 * (x ^ 2) + w2 * x + b"),),
    ),
    Misconception(
        name="forward-weights-exchanged",
        part="forward",
        mistake="w1 and w2 have changed places: w2 weighs the square of x, and w1 weighs x.",
        advice="Which weight belongs to which power of x? The formula says it, and the names count from "
        "the higher power down.",
        see="forward",
        edits=((_Y_HAT, "return w2 * x**2 + w1 * x + b"),),
    ),
    Misconception(
        name="forward-weight-squared-too",
        part="forward",
        mistake="The square covers w1 as well: (w1 * x) ** 2 is computed for w1 * x ** 2.",
        advice="What exactly is squared? A prediction is a plain sum of products in the weights, so twice "
        "the w1 must give twice the first term.",
        see="forward",
        edits=((_Y_HAT, "return (w1 * x) ** 2 + w2 * x + b"),),
    ),
    Misconception(
        name="forward-square-of-the-batch",
        part="forward",
        mistake="x is squared as a vector, which gives one number for the whole batch: the sum of its "
        "squares.",
        advice="Every sample has a prediction of its own. Square entry by entry; a product of two vectors "
        "is something else.",
        see="forward",
        edits=((_Y_HAT, "return w1 * np.dot(x, x) + w2 * x + b"),),
    ),
    Misconception(
        name="forward-small-integers-overflow",
        ids=("Q22",),
        part="forward",
        mistake="x is squared in the type it came in, and an integer of 8 bits cannot hold its square.",
        advice="NumPy keeps the type of an array, and integers that grow too large wrap around without a "
        "word. In which type should everything be computed?",
        see="integers",
        edits=((_FLOATS + "    return", "    return"),),
    ),
    Misconception(
        name="forward-result-in-the-type-of-x",
        ids=("Q23",),
        part="forward",
        mistake="The predictions take the type of x, so for integers every fraction is cut off.",
        advice="Inputs may be integers where predictions are not. An array made like x, or cast to the "
        "type of x, cannot hold a fraction.",
        see="integers",
        edits=(
            (_FLOATS + "    return", "    kind = np.asarray(x).dtype\n" + _FLOATS + "    return"),
            (_Y_HAT, "return np.asarray(w1 * x**2 + w2 * x + b).astype(kind)[()]"),
        ),
    ),
    Misconception(
        name="forward-always-an-array",
        part="forward",
        mistake="A single number comes back as an array of one entry.",
        advice="The prediction has the shape of x: a number for a number, an array for an array.",
        see="conventions",
        edits=((_Y_HAT, "return w1 * np.atleast_1d(x) ** 2 + w2 * np.atleast_1d(x) + b"),),
    ),
    Misconception(
        name="forward-squares-in-place",
        ids=("T15",),
        part="forward",
        mistake="x is squared in place, so the caller's array has changed after the call.",
        advice="An operator such as `**=` writes into the array itself, and the caller still holds it. "
        "Where does your function make a new array, and where does it write into the old one?",
        see="conventions",
        edits=((_Y_HAT, "s = x.copy()\n    x **= 2\n    return w1 * x + w2 * s + b"),),
    ),
    Misconception(
        name="forward-kept-from-the-first-call",
        part="forward",
        mistake="The result of the first call is kept, and later calls get it again.",
        advice="A prediction depends on the arguments of its own call. Look for a global name, or a "
        "default argument, that outlives the call.",
        see="conventions",
        append="_kept = []\n\n\ndef forward(x, w1, w2, b):\n"
        "    x = np.asarray(x, dtype=np.float64)\n"
        "    _kept.append(w1 * x**2 + w2 * x + b)\n    return _kept[0]\n",
    ),
)

_LOSS: Final = (
    Misconception(
        name="loss-sum",
        ids=("Q2",),
        part="loss",
        mistake="The squares are added up and not divided by the number of samples.",
        advice="The loss is a mean, so that it does not grow with the batch. What turns a sum into a mean?",
        see="loss",
        edits=((_MEAN, "float(np.sum(residual**2))"),),
    ),
    Misconception(
        name="loss-half-of-the-mean",
        ids=("Q5",),
        part="loss",
        mistake="The loss is half of the mean of the squares.",
        advice="Many texts put a 1/2 before the square so that its derivative has no 2. This course does "
        "not.",
        see="loss",
        edits=((_MEAN, "float(0.5 * np.mean(residual**2))"),),
    ),
    Misconception(
        name="loss-half-of-the-sum",
        ids=("Q5",),
        part="loss",
        mistake="The loss is half of the sum of the squares.",
        advice="Half the sum is another convention than the mean: this course divides by the number of "
        "samples and has no 1/2.",
        see="loss",
        edits=((_MEAN, "float(0.5 * np.sum(residual**2))"),),
    ),
    Misconception(
        name="loss-divided-twice",
        ids=("Q4",),
        part="loss",
        mistake="The mean of the squares is divided by the number of samples once more.",
        advice="A mean has been divided by N already. How often does your loss divide?",
        see="loss",
        edits=((_MEAN, "float(np.mean(residual**2) / np.size(residual))"),),
    ),
    Misconception(
        name="loss-divided-by-n-minus-one",
        part="loss",
        mistake="The sum of the squares is divided by N - 1, as for the variance of a sample.",
        advice="Nothing has been estimated from the residuals here: the loss is their plain mean. What "
        "does yours give for a single sample?",
        see="loss",
        edits=((_MEAN, "float(np.sum(residual**2) / np.float64(np.size(residual) - 1))"),),
    ),
    Misconception(
        name="loss-absolute-value",
        ids=("Q13",),
        part="loss",
        mistake="The loss is the mean of the distances, not of their squares.",
        advice="Which is worse, two residuals of 1 or one of 2? For the mean squared error it is the second.",
        see="loss",
        edits=((_MEAN, "float(np.mean(np.abs(residual)))"),),
    ),
    Misconception(
        name="loss-not-squared",
        part="loss",
        mistake="The loss is the mean of the residuals themselves: nothing is squared.",
        advice="Residuals of both signs cancel in a plain mean, and a loss that can be negative has no "
        "best value. What makes every residual count?",
        see="loss",
        edits=((_MEAN, "float(np.mean(residual))"),),
    ),
    Misconception(
        name="loss-square-of-the-mean",
        ids=("Q15",),
        part="loss",
        mistake="The mean of the residuals is squared, where the mean of their squares is meant.",
        advice="The order matters: residuals of both signs cancel in a mean that is taken first.",
        see="loss",
        edits=((_MEAN, "float(np.mean(residual) ** 2)"),),
    ),
    Misconception(
        name="loss-root",
        part="loss",
        mistake="The square root of the mean squared error is returned.",
        advice="The root brings the loss back to the unit of y, but it is another function with other "
        "gradients. This course takes no root.",
        see="loss",
        edits=((_MEAN, "float(np.sqrt(np.mean(residual**2)))"),),
    ),
    Misconception(
        name="loss-norm",
        part="loss",
        mistake="The loss is the length of the vector of residuals: the root of the sum of their squares.",
        advice="A norm contains a root and no mean. Which of the two does the formula of the loss have?",
        see="loss",
        edits=((_MEAN, "float(np.linalg.norm(np.atleast_1d(residual)))"),),
    ),
    Misconception(
        name="loss-of-the-prediction",
        ids=("Q11",),
        part="loss",
        mistake="The prediction itself is squared, and the target is not used.",
        advice="A loss measures how far a prediction is from its target. Does yours change when y does?",
        see="loss",
        edits=((_RESIDUAL, "np.asarray(y_hat, dtype=np.float64)"),),
    ),
    Misconception(
        name="loss-of-the-last-sample",
        ids=("Q19",),
        part="loss",
        mistake="Only the last sample's square is returned.",
        advice="Every sample counts. In a loop, look at what becomes of the squares of the samples before.",
        see="loss",
        edits=((_MEAN, "float(np.atleast_1d(residual)[-1] ** 2)"),),
    ),
    Misconception(
        name="loss-one-for-each-sample",
        ids=("Q20",),
        part="loss",
        mistake="One loss for each sample is returned, not one for the batch.",
        advice="A loss is one number, whatever the size of the batch: the mean is still to be taken.",
        see="loss",
        edits=((_MEAN, "residual**2"),),
    ),
    Misconception(
        name="loss-every-prediction-against-every-target",
        ids=("Q21",),
        part="loss",
        mistake="Every prediction is compared with every target, N * N differences in all.",
        advice="Prediction i belongs to target i. NumPy pairs all with all when a row meets a column: look "
        "at the shape of your residual.",
        see="loss",
        edits=((_RESIDUAL, "np.subtract.outer(y_hat, y)"),),
    ),
    Misconception(
        name="loss-cut-off-to-an-integer",
        ids=("Q23",),
        part="loss",
        mistake="For integer predictions the loss is cut off to an integer.",
        advice="An array of integers cannot hold a fraction, and drops it without a word. What type has "
        "the place where your loss is put?",
        see="integers",
        edits=((_MEAN, "float(np.mean(residual**2).astype(np.asarray(y_hat).dtype))"),),
    ),
    Misconception(
        name="loss-residual-in-place",
        ids=("T15",),
        part="loss",
        mistake="The residual is written into the array of the predictions, which belongs to the caller.",
        advice="An operator such as `-=` writes into the array itself. Compute the difference as a new "
        "array.",
        see="conventions",
        edits=((_RESIDUAL, "np.asarray(y_hat)\n    residual -= y"),),
    ),
    Misconception(
        name="loss-array-of-one",
        part="loss",
        mistake="The loss is an array of one entry, not a number.",
        advice="A loss is a number, without any shape. Which step of yours keeps a dimension?",
        see="loss",
        edits=((_MEAN, "np.mean(residual**2, keepdims=True).reshape(1)"),),
    ),
    Misconception(
        name="loss-number-of-samples-typed-in",
        part="loss",
        mistake="The sum of the squares is divided by 5, however many samples there are.",
        advice="The next batch may have another size. The arguments know how many samples came.",
        see="loss",
        edits=((_MEAN, "float(np.sum(residual**2) / 5)"),),
    ),
)

_STAGES: Final = (
    Misconception(
        name="stages-square-without-2",
        ids=("Q1",),
        part="backward",
        mistake="In `stages` the derivative of the square lacks its factor 2, so every gradient is half of "
        "what it should be.",
        advice="The loss is r ** 2 with no 1/2 before it. What is its derivative with respect to r?",
        see="backward",
        edits=(("dr = 2 * r", "dr = r"),),
    ),
    Misconception(
        name="stages-loss-for-its-gradient",
        part="backward",
        mistake="`stages` starts the way back with the loss itself, not with the loss's derivative.",
        advice="What goes backward are derivatives, never values. How does r ** 2 change when r is nudged?",
        see="backward",
        edits=(("dr = 2 * r", "dr = r**2"),),
    ),
    Misconception(
        name="stages-starts-with-one",
        ids=("Q10",),
        part="backward",
        mistake="`stages` starts the way back with 1 at r, so no gradient depends on the error.",
        advice="The 1 belongs to the loss itself. From the loss to r leads one more operation, the square, "
        "with a derivative of its own.",
        see="backward",
        edits=(("dr = 2 * r", "dr = 1.0"),),
    ),
    Misconception(
        name="stages-residual-reversed",
        ids=("Q3",),
        part="backward",
        mistake="In `stages` the residual is target minus prediction, which turns the sign of r and of "
        "every gradient.",
        advice="In which order does the residual subtract? The loss cannot tell, but the gradients can.",
        see="backward",
        edits=(("r = y_hat - y\n", "r = y - y_hat\n"),),
    ),
    Misconception(
        name="stages-sign-of-every-gradient",
        ids=("Q3",),
        part="backward",
        mistake="The values of `stages` are right, but every gradient has the wrong sign.",
        advice="A gradient points to where the loss grows; going the other way is the business of the "
        "step. If the prediction is too high, should a larger bias make the loss larger or smaller?",
        see="downhill",
        edits=(("dr = 2 * r", "dr = -2 * r"),),
    ),
    Misconception(
        name="stages-prediction-for-error",
        ids=("Q11",),
        part="backward",
        mistake="In `stages` the derivative of the loss is taken as twice the prediction: the target is "
        "left out.",
        advice="What is squared is the residual. Where the prediction meets its target, every gradient is 0.",
        see="backward",
        edits=(("dr = 2 * r", "dr = 2 * y_hat"),),
    ),
    Misconception(
        name="stages-error-squared-again",
        ids=("Q12",),
        part="backward",
        mistake="In `stages` the derivative of the square contains the square again, and loses its sign.",
        advice="Differentiating lowers a power by one. The gradient must know on which side of the target "
        "the prediction lies.",
        see="backward",
        edits=(("dr = 2 * r", "dr = 2 * r**2"),),
    ),
    Misconception(
        name="stages-dw1-with-x",
        ids=("Q7",),
        part="backward",
        mistake="In `stages` the gradient of w1 is multiplied by x, as that of w2 is, and not by its square.",
        advice="By how much does the prediction grow when w1 grows by a little? What w1 is multiplied by "
        "says.",
        see="with-respect-to-the-weights",
        edits=(("dw1 = dz1 * x**2", "dw1 = dz1 * x"),),
    ),
    Misconception(
        name="stages-derivative-of-the-power",
        ids=("Q9",),
        part="backward",
        mistake="In `stages` the gradient of w1 contains 2 * x, the derivative of x ** 2.",
        advice="Which quantity is nudged? For the gradient of w1 it is w1, while x keeps its value.",
        see="with-respect-to-the-weights",
        edits=(("dw1 = dz1 * x**2", "dw1 = dz1 * 2 * x"),),
    ),
    Misconception(
        name="stages-weights-at-the-sum",
        part="backward",
        mistake="In `stages` the gradients of z1 and z2 are multiplied by w1 and w2.",
        advice="z1 and z2 are added, and a sum passes its gradient on as it is. In which step do the weights "
        "stand?",
        see="backward",
        edits=(('gradients = {"z1": dz1, "z2": dz2,', 'gradients = {"z1": dz1 * w1, "z2": dz2 * w2,'),),
    ),
    Misconception(
        name="stages-weights-twice",
        part="backward",
        mistake="In `stages` the gradients of z1 and z2 are multiplied by w1 and w2, and so are those below.",
        advice="z1 and z2 are added, and a sum passes its gradient on as it is. In which step do the weights "
        "stand?",
        see="backward",
        edits=(("dz1, dz2 = dz, dz\n", "dz1, dz2 = dz * w1, dz * w2\n"),),
    ),
    Misconception(
        name="stages-derivative-by-x",
        ids=("Q8",),
        part="backward",
        mistake="In `stages` the products are differentiated with respect to x, not with respect to the "
        "weights.",
        advice="2 * w1 * x tells how the prediction follows x. We adjust the weights: how does it follow "
        "them?",
        see="with-respect-to-the-weights",
        edits=(("dw1 = dz1 * x**2", "dw1 = dz1 * 2 * w1 * x"), ("dw2 = dz2 * x\n", "dw2 = dz2 * w2\n")),
    ),
    Misconception(
        name="stages-factors-not-exchanged",
        part="backward",
        mistake="In `stages` each weight's gradient is multiplied by the weight itself.",
        advice="In a product each factor's gradient is the upstream gradient times the *other* factor.",
        see="with-respect-to-the-weights",
        edits=(("dw1 = dz1 * x**2", "dw1 = dz1 * w1"), ("dw2 = dz2 * x\n", "dw2 = dz2 * w2\n")),
    ),
    Misconception(
        name="stages-products-without-upstream",
        ids=("Q10",),
        part="backward",
        mistake="In `stages` the gradients of w1 and w2 are the local derivatives alone.",
        advice="A local derivative says how a stage follows its weight; how the loss follows the stage has "
        "to be multiplied with it.",
        see="backward",
        edits=(("dw1 = dz1 * x**2", "dw1 = x**2"), ("dw2 = dz2 * x\n", "dw2 = x\n")),
    ),
    Misconception(
        name="stages-no-gradient-for-the-bias",
        ids=("Q16",),
        part="backward",
        mistake="In `stages` the bias receives no gradient.",
        advice="A constant has the derivative 0 when *something else* is nudged. Here it is b that is "
        "nudged, and the prediction goes with it.",
        see="backward",
        edits=(("dz, db = dy_hat, dy_hat", "dz, db = dy_hat, 0.0"),),
    ),
    Misconception(
        name="stages-bias-without-upstream",
        ids=("Q16",),
        part="backward",
        mistake="In `stages` the gradient of the bias is 1, whatever the error.",
        advice="1 is the local derivative of the sum. What arrives at the sum still has to be multiplied "
        "with it.",
        see="backward",
        edits=(("dz, db = dy_hat, dy_hat", "dz, db = dy_hat, 1.0"),),
    ),
    Misconception(
        name="stages-sum-as-product",
        part="backward",
        mistake="In `stages` the sum z + b is differentiated like a product: each side is multiplied by "
        "the other.",
        advice="When one term of a sum grows by a little, the sum grows by as much, whatever the other "
        "term is.",
        see="backward",
        edits=(("dz, db = dy_hat, dy_hat", "dz, db = dy_hat * b, dy_hat * z"),),
    ),
    Misconception(
        name="stages-sum-shared-out",
        part="backward",
        mistake="In `stages` the sum z1 + z2 gives each of its terms half of the gradient.",
        advice="A gradient is not shared out: each term of a sum moves the sum fully, so each receives all "
        "of it.",
        see="backward",
        edits=(("dz1, dz2 = dz, dz", "dz1, dz2 = dz / 2, dz / 2"),),
    ),
    Misconception(
        name="stages-difference-for-sum",
        part="backward",
        mistake="`stages` subtracts z2 from z1 where it should add it.",
        advice="Compare each value with the table of the worked example; the first that differs is "
        "computed wrongly, and all that follow are built on it.",
        see="forward",
        edits=(("    z = z1 + z2\n", "    z = z1 - z2\n"),),
    ),
    Misconception(
        name="stages-values-without-bias",
        part="backward",
        mistake="`stages` predicts without the bias, so the residual and all gradients are off.",
        advice="Compare each value with the table of the worked example, stage by stage: where is the bias "
        "added?",
        see="forward",
        edits=(("    y_hat = z + b\n", "    y_hat = z\n"),),
    ),
    Misconception(
        name="stages-loss-not-squared",
        part="backward",
        mistake="`stages` returns the residual as the loss.",
        advice="The loss of one sample is the square of its residual; it is never negative.",
        see="loss",
        edits=(('"loss": r**2', '"loss": r'),),
    ),
    Misconception(
        name="stages-loss-halved",
        ids=("Q5",),
        part="backward",
        mistake="`stages` returns half of the squared residual as the loss.",
        advice="Many texts put a 1/2 before the square; this course does not, neither in the loss nor on "
        "the way back.",
        see="loss",
        edits=(('"loss": r**2', '"loss": r**2 / 2'),),
    ),
    Misconception(
        name="stages-by-differences",
        part="backward",
        mistake="In `stages` the gradients of w1 and w2 are differences of two losses.",
        advice="Beside a large loss such a difference is mostly rounding. The chain rule needs no small "
        "number.",
        see="backward",
        edits=(
            ("dw1 = dz1 * x**2", "dw1 = ((r + 1e-5 * x**2) ** 2 - (r - 1e-5 * x**2) ** 2) / 2e-5"),
            ("dw2 = dz2 * x\n", "dw2 = ((r + 1e-5 * x) ** 2 - (r - 1e-5 * x) ** 2) / 2e-5\n"),
        ),
    ),
)

_BACKWARD: Final = (
    Misconception(
        name="backward-square-without-2",
        ids=("Q1",),
        part="backward",
        mistake="The derivative of the square lacks its factor 2, so all gradients are half of what they "
        "should be.",
        advice="The loss is a mean of squares with no 1/2 before them. What does a square leave behind "
        "when it is differentiated?",
        see="backward",
        edits=((_DY_HAT, "dy_hat = forward(x, w1, w2, b) - y"),),
    ),
    Misconception(
        name="backward-sum",
        ids=("Q2",),
        part="backward",
        mistake="The gradients of the samples are added up and not divided by their number.",
        advice="The loss is a mean over the samples. A constant factor of the loss is a factor of its "
        "gradient.",
        see="the-gradient-of-a-mean",
        edits=tuple((one, one.replace("mean", "sum")) for one in (_DW1, _DW2, _DB)),
    ),
    Misconception(
        name="backward-wrong-sign",
        ids=("Q3",),
        part="backward",
        mistake="All gradients have the wrong sign.",
        advice="A gradient points to where the loss grows; going the other way is the business of the "
        "step. In which order does your residual subtract?",
        see="downhill",
        edits=((_DY_HAT, "dy_hat = 2 * (y - forward(x, w1, w2, b))"),),
    ),
    Misconception(
        name="backward-divided-twice",
        ids=("Q4",),
        part="backward",
        mistake="The gradients are divided by the number of samples twice.",
        advice="A mean divides by N already. Follow the 1/N of the loss to its gradient, and count.",
        see="the-gradient-of-a-mean",
        edits=((_DY_HAT, f"{_DY_HAT} / np.size(x)"),),
    ),
    Misconception(
        name="backward-of-half-the-sum",
        ids=("Q5",),
        part="backward",
        mistake="The gradients are those of half the sum of the squares, not of their mean.",
        advice="Two conventions are mixed. Write down the loss that your gradients belong to, and compare "
        "it with the loss of this course.",
        see="loss",
        edits=((_DY_HAT, "dy_hat = (forward(x, w1, w2, b) - y) * np.size(x)"),),
    ),
    Misconception(
        name="backward-dw1-with-x",
        ids=("Q7",),
        part="backward",
        mistake="The gradient of w1 is computed with x in place of its square, so it equals that of w2.",
        advice="Two weights that are multiplied by different things have different gradients. What is w1 "
        "multiplied by?",
        see="with-respect-to-the-weights",
        edits=((_DW1, _DW2),),
    ),
    Misconception(
        name="backward-dw2-with-the-square",
        ids=("Q7",),
        part="backward",
        mistake="The gradient of w2 is computed with the square of x, so it equals that of w1.",
        advice="Two weights that are multiplied by different things have different gradients. What is w2 "
        "multiplied by?",
        see="with-respect-to-the-weights",
        edits=((_DW2, _DW1),),
    ),
    Misconception(
        name="backward-gradients-exchanged",
        part="backward",
        mistake="The gradients of w1 and w2 have changed places.",
        advice="Each gradient is stored under the name of the weight that was nudged. Which weight belongs "
        "to which power of x?",
        see="with-respect-to-the-weights",
        edits=(('"w1": float', '"_": float'), ('"w2": float', '"w1": float'), ('"_": float', '"w2": float')),
    ),
    Misconception(
        name="backward-derivative-by-x",
        ids=("Q8",),
        part="backward",
        mistake="The prediction is differentiated with respect to x, not with respect to the weights.",
        advice="2 * w1 * x tells how the prediction follows x. We adjust the weights: how does it follow "
        "them?",
        see="with-respect-to-the-weights",
        edits=((_DW1, "float(np.mean(dy_hat * 2 * w1 * x))"), (_DW2, "float(np.mean(dy_hat * w2))")),
    ),
    Misconception(
        name="backward-derivative-of-the-powers",
        ids=("Q9",),
        part="backward",
        mistake="The powers of x are differentiated: 2 * x stands for x ** 2, 1 for x, and 0 for the "
        "constant.",
        advice="Those are the derivatives for a nudge of x. For a nudge of a weight, x keeps its value, "
        "and so does each power of it.",
        see="with-respect-to-the-weights",
        edits=(
            (_DW1, "float(np.mean(2 * dy_hat * x))"),
            (_DW2, _DB),
            ('"b": ' + _DB, '"b": 0.0'),
        ),
    ),
    Misconception(
        name="backward-dw1-derivative-of-the-square",
        ids=("Q9",),
        part="backward",
        mistake="The gradient of w1 contains 2 * x, the derivative of x ** 2, in place of x ** 2.",
        advice="Which quantity is nudged? For the gradient of w1 it is w1, while x keeps its value.",
        see="with-respect-to-the-weights",
        edits=((_DW1, "float(np.mean(dy_hat * 2 * x))"),),
    ),
    Misconception(
        name="backward-without-the-error",
        ids=("Q10",),
        part="backward",
        mistake="The gradients are those of the prediction: the derivative of the loss is missing.",
        advice="Do your gradients change when y does? The better the prediction, the smaller they should be.",
        see="backward",
        edits=((_DY_HAT, "dy_hat = np.ones_like(x)"),),
    ),
    Misconception(
        name="backward-prediction-for-error",
        ids=("Q11",),
        part="backward",
        mistake="The prediction stands where the error should stand: the target is left out.",
        advice="What is squared is the residual. Where the prediction meets its target, every gradient is 0.",
        see="backward",
        edits=((_DY_HAT, "dy_hat = 2 * forward(x, w1, w2, b)"),),
    ),
    Misconception(
        name="backward-error-squared-again",
        ids=("Q12",),
        part="backward",
        mistake="The error is squared in the gradient as well, and loses its sign.",
        advice="Differentiating lowers a power by one. The gradient must know on which side of the target "
        "a prediction lies.",
        see="backward",
        edits=((_DY_HAT, "dy_hat = 2 * (forward(x, w1, w2, b) - y) ** 2"),),
    ),
    Misconception(
        name="backward-sign-of-the-error",
        ids=("Q13",),
        part="backward",
        mistake="Only the sign of the error enters the gradient, as for the absolute value.",
        advice="For a square, a large error pulls harder than a small one. Which loss do your gradients "
        "belong to?",
        see="backward",
        edits=((_DY_HAT, "dy_hat = np.sign(forward(x, w1, w2, b) - y)"),),
    ),
    Misconception(
        name="backward-mean-of-x-squared",
        ids=("Q15",),
        part="backward",
        mistake="The gradient of w1 contains the square of the mean of x in place of each sample's square.",
        advice="Every sample contributes its own product, and only then is the mean taken.",
        see="the-gradient-of-a-mean",
        edits=((_DW1, "float(np.mean(dy_hat * np.mean(x) ** 2))"),),
    ),
    Misconception(
        name="backward-product-of-means",
        ids=("Q15",),
        part="backward",
        mistake="The gradient of w2 is the product of two means, where the mean of the products is meant.",
        advice="Multiply sample by sample first. The mean of products and the product of means differ as "
        "soon as the samples do.",
        see="the-gradient-of-a-mean",
        edits=((_DW2, "float(np.mean(dy_hat) * np.mean(x))"),),
    ),
    Misconception(
        name="backward-products-of-means",
        ids=("Q15",),
        part="backward",
        mistake="The gradients of both weights are products of two means, where means of products are meant.",
        advice="Multiply sample by sample first. The mean of products and the product of means differ as "
        "soon as the samples do.",
        see="the-gradient-of-a-mean",
        edits=(
            (_DW1, "float(np.mean(dy_hat) * np.mean(x**2))"),
            (_DW2, "float(np.mean(dy_hat) * np.mean(x))"),
        ),
    ),
    Misconception(
        name="backward-bias-gradient-one",
        ids=("Q16",),
        part="backward",
        mistake="The gradient of b is 1, whatever the errors.",
        advice="1 is how the prediction follows b. How the loss follows the prediction has to be "
        "multiplied with it, as for the weights.",
        see="backward",
        edits=(('"b": ' + _DB, '"b": 1.0'),),
    ),
    Misconception(
        name="backward-bias-gradient-zero",
        ids=("Q16",),
        part="backward",
        mistake="The gradient of b is 0.",
        advice="A constant has the derivative 0 when *something else* is nudged. Here it is b that is "
        "nudged, and the prediction goes with it.",
        see="backward",
        edits=(('"b": ' + _DB, '"b": 0.0'),),
    ),
    Misconception(
        name="backward-bias-gradient-mean-of-y",
        ids=("Q16",),
        part="backward",
        mistake="The gradient of b is the mean of the targets.",
        advice="The bias is adjusted by how far the predictions are off, not by where the targets lie.",
        see="backward",
        edits=(('"b": ' + _DB, '"b": float(np.mean(y))'),),
    ),
    Misconception(
        name="backward-last-sample",
        ids=("Q19",),
        part="backward",
        mistake="The gradients are those of the last sample alone.",
        advice="Every sample counts. In a loop, look at what becomes of the gradients of the samples before.",
        see="the-gradient-of-a-mean",
        append="""def backward(x, y, w1, w2, b):
    for x_i, y_i in zip(np.atleast_1d(x), np.atleast_1d(y)):
        r = w1 * float(x_i) ** 2 + w2 * x_i + b - y_i
        grads = {"w1": 2 * r * float(x_i) ** 2, "w2": 2 * r * x_i, "b": 2 * r}
    return grads
""",
    ),
    Misconception(
        name="backward-first-sample",
        ids=("Q19",),
        part="backward",
        mistake="The gradients are those of the first sample alone.",
        advice="Every sample counts. Does your loop return before it has seen them all?",
        see="the-gradient-of-a-mean",
        append="""def backward(x, y, w1, w2, b):
    for x_i, y_i in zip(np.atleast_1d(x), np.atleast_1d(y)):
        r = w1 * float(x_i) ** 2 + w2 * x_i + b - y_i
        return {"w1": 2 * r * float(x_i) ** 2, "w2": 2 * r * x_i, "b": 2 * r}
""",
    ),
    Misconception(
        name="backward-one-for-each-sample",
        ids=("Q20",),
        part="backward",
        mistake="The gradients of the samples come back one by one: the mean over them has not been taken.",
        advice="A weight is one number and so is its gradient. All samples use the same weight: what "
        "becomes of what each of them contributes?",
        see="the-gradient-of-a-mean",
        edits=((_DW1, "dy_hat * x**2"), (_DW2, "dy_hat * x"), ('"b": ' + _DB, '"b": dy_hat')),
    ),
    Misconception(
        name="backward-every-prediction-against-every-target",
        ids=("Q21",),
        part="backward",
        mistake="Every prediction is compared with every target: the gradient of b is right by chance, "
        "those of the weights are not.",
        advice="Prediction i belongs to target i. NumPy pairs all with all when a row meets a column: look "
        "at the shape of your residual.",
        see="loss",
        edits=((_DY_HAT, _DY_HAT.replace("- y", "- np.reshape(y, (-1, 1))")),),
    ),
    Misconception(
        name="backward-small-integers-overflow",
        ids=("Q22",),
        part="backward",
        mistake="x is squared in the type it came in, and an integer of 32 bits may not hold its square.",
        advice="NumPy keeps the type of an array, and integers that grow too large wrap around without a "
        "word. In which type should everything be computed?",
        see="integers",
        edits=((_FLOATS + "    dy_hat", "    dy_hat"),),
    ),
    Misconception(
        name="backward-residual-in-place",
        ids=("T15",),
        part="backward",
        mistake="The residual is written into y, which belongs to the caller.",
        advice="An operator such as `-=` writes into the array itself. Compute the difference as a new "
        "array.",
        see="conventions",
        edits=((_DY_HAT, "y -= forward(x, w1, w2, b)\n    dy_hat = -2 * y"),),
    ),
    Misconception(
        name="backward-by-differences",
        part="backward",
        mistake="The gradients are differences of two losses.",
        advice="Beside a large loss such a difference is mostly rounding. The chain rule needs no small "
        "number.",
        see="backward",
        append="""def backward(x, y, w1, w2, b):
    def at(w1, w2, b):
        return float(np.mean((w1 * np.asarray(x, float) ** 2 + w2 * x + b - y) ** 2))

    h = 1e-5
    return {
        "w1": (at(w1 + h, w2, b) - at(w1 - h, w2, b)) / (2 * h),
        "w2": (at(w1, w2 + h, b) - at(w1, w2 - h, b)) / (2 * h),
        "b": (at(w1, w2, b + h) - at(w1, w2, b - h)) / (2 * h),
    }
""",
    ),
)

_TRAINING: Final = (
    Misconception(
        name="step-uphill",
        ids=("T2",),
        part="training",
        mistake="`sgd_step` adds the gradient: it climbs where it should descend.",
        advice="The gradient points to where the loss grows. Which way do we want to go?",
        see="downhill",
        edits=((_STEP, "value + lr * grads[name]"),),
    ),
    Misconception(
        name="step-times-the-value",
        part="training",
        mistake="`sgd_step` multiplies the step by the parameter itself.",
        advice="A parameter that is 0 could never move so. On what does the length of a step depend?",
        see="training",
        edits=((_STEP, "value - lr * grads[name] * value"),),
        append="""
def fit(x, y, params, lr, epochs):
    params = dict(params)
    losses = np.zeros((epochs, len(x)))
    for epoch in range(epochs):
        for i in range(len(x)):
            losses[epoch, i] = loss(forward(x[i], **params), y[i])
            gradients = backward(x[i], y[i], **params)
            params = {name: value - lr * gradients[name] for name, value in params.items()}
    return params, losses
""",
    ),
    Misconception(
        name="step-without-learning-rate",
        part="training",
        mistake="`sgd_step` takes off the whole gradient, without the learning rate.",
        advice="The gradient says in which direction to go. What says how far?",
        see="training",
        edits=((_STEP, "value - grads[name]"),),
    ),
    Misconception(
        name="step-with-the-learning-rate-twice",
        part="training",
        mistake="`sgd_step` multiplies the gradient by the learning rate twice.",
        advice="A step is one learning rate times one gradient. Where does the second rate come in?",
        see="training",
        edits=((_STEP, "value - lr * lr * grads[name]"),),
    ),
    Misconception(
        name="step-along-the-sign",
        part="training",
        mistake="`sgd_step` uses the sign of the gradient alone: all steps are equally long.",
        advice="Where the loss is steep the step is long, where it is flat it is short. What of the gradient "
        "says how steep?",
        see="downhill",
        edits=((_STEP, "value - lr * ((grads[name] > 0) - (grads[name] < 0))"),),
    ),
    Misconception(
        name="step-of-a-fixed-length",
        part="training",
        mistake="`sgd_step` divides the gradients by their norm, so that every step has the same length.",
        advice="Near the lowest point the steps should become short by themselves. What does dividing by the "
        "length take away?",
        see="downhill",
        edits=((_STEP, "value - lr * grads[name] / sum(g**2 for g in grads.values()) ** 0.5"),),
    ),
    Misconception(
        name="step-along-the-value",
        part="training",
        mistake="`sgd_step` takes off a fraction of the parameter itself: the gradients are not used.",
        advice="Without the gradient every parameter shrinks towards 0, whatever the data say. What should "
        "decide the step?",
        see="training",
        edits=((_STEP, "value - lr * value"),),
    ),
    Misconception(
        name="step-without-the-start",
        part="training",
        mistake="`sgd_step` returns the step alone, not the parameters after it.",
        advice="A step starts somewhere. Where do the parameters stand after it?",
        see="training",
        edits=((_STEP, "-lr * grads[name]"),),
    ),
    Misconception(
        name="step-keys-typed-in",
        part="training",
        mistake="`sgd_step` knows only parameters called w1, w2 and b, and drops all others.",
        advice="A step treats all parameters alike. Their names are in the dict that came.",
        see="training",
        edits=(("in params.items()}", "in params.items() if name in ('w1', 'w2', 'b')}"),),
    ),
    Misconception(
        name="step-in-place",
        ids=("T15",),
        part="training",
        mistake="`sgd_step` writes the new values into the caller's dict.",
        advice="The caller may still need the old parameters. Put the new ones into a dict of your own.",
        see="conventions",
        append="""def sgd_step(params, grads, lr):
    for name in params:
        params[name] -= lr * grads[name]
    return params
""",
    ),
    Misconception(
        name="step-of-integers-cut-off",
        ids=("Q23",),
        part="training",
        mistake="`sgd_step` puts the new values into an array of integers where the old ones were "
        "integers, and their fractions are cut off.",
        advice="An array keeps its type: integers stay integers, whatever is put into them. Make room for "
        "fractions first.",
        see="integers",
        append="""def sgd_step(params, grads, lr):
    new = np.array(list(params.values()))
    for i, name in enumerate(params):
        new[i] = new[i] - lr * grads[name]
    return dict(zip(params, new.tolist()))
""",
    ),
    Misconception(
        name="fit-gradients-not-zeroed",
        ids=("T1",),
        part="training",
        mistake="`fit` adds each sample's gradients to those of the samples before, and steps on the sum.",
        advice="Each step should know its own sample alone. What do your gradients start from at each "
        "sample?",
        see="one-step-for-each-sample",
        edits=(
            (_FIT_START, _FIT_START + "    total = dict.fromkeys(params, 0.0)\n"),
            (
                _FIT_STEP,
                (
                    "            grads = backward(x[i], y[i], **params)\n"
                    "            total = {name: total[name] + grads[name] for name in grads}\n"
                    "            params = sgd_step(params, total, lr)\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="fit-uphill",
        ids=("T2",),
        part="training",
        mistake="`fit` adds the gradient to the parameters: it climbs where it should descend.",
        advice="The gradient points to where the loss grows, and your losses do grow. Which way do we want "
        "to go?",
        see="downhill",
        edits=((_FIT_STEP, _FIT_STEP.replace("lr)", "-lr)")),),
    ),
    Misconception(
        name="fit-step-divided-by-samples",
        ids=("T5",),
        part="training",
        mistake="Each step of `fit` is divided by the number of samples.",
        advice="A step belongs to one sample, and the gradient of that sample is whole already. Is there a "
        "mean left to take?",
        see="one-step-for-each-sample",
        edits=((_FIT_STEP, _FIT_STEP.replace("lr)", "lr / len(x))")),),
    ),
    Misconception(
        name="fit-without-the-last-sample",
        ids=("T6",),
        part="training",
        mistake="`fit` leaves out the last sample of each epoch.",
        advice="Count the steps of an epoch: every sample has one, the last as well.",
        see="one-step-for-each-sample",
        edits=((_FIT_SAMPLES, _FIT_SAMPLES.replace("len(x)", "len(x) - 1")),),
    ),
    Misconception(
        name="fit-always-the-first-sample",
        ids=("T7",),
        part="training",
        mistake="Every step of `fit` uses the gradients of the first sample.",
        advice="The losses go through the samples, the steps do not. Which sample does each step look at?",
        see="one-step-for-each-sample",
        edits=((_FIT_STEP, _FIT_STEP.replace("[i]", "[0]")),),
    ),
    Misconception(
        name="fit-inputs-in-another-order",
        ids=("T8",),
        part="training",
        mistake="`fit` takes the inputs in reverse order but not the targets, so that each input meets the "
        "target of another.",
        advice="An input and its target belong together. Whatever is done to the order of one is done to "
        "both; here the order is the given one.",
        see="one-step-for-each-sample",
        edits=((_FIT_START, _FIT_START + "    x = x[::-1]\n"),),
    ),
    Misconception(
        name="fit-samples-in-reverse",
        part="training",
        mistake="`fit` visits the samples from the last to the first.",
        advice="The order of the samples matters, since each step starts where the last one ended. Which "
        "order does the docstring ask for?",
        see="one-step-for-each-sample",
        edits=((_FIT_START, _FIT_START + "    x, y = x[::-1], y[::-1]\n"),),
    ),
    Misconception(
        name="fit-shuffles",
        ids=("T8",),
        part="training",
        mistake="`fit` visits the samples in an order drawn by chance.",
        advice="Shuffling is a good habit, but not what is asked for here: with the given order everybody "
        "gets the same numbers.",
        see="one-step-for-each-sample",
        edits=(
            (
                _FIT_SAMPLES,
                "order = np.random.default_rng(0).permutation(len(x))\n"
                "        x, y = x[order], y[order]\n        " + _FIT_SAMPLES,
            ),
        ),
        order_dependent=True,
    ),
    Misconception(
        name="fit-weights-one-after-the-other",
        ids=("T9",),
        part="training",
        mistake="`fit` moves w1 first and computes the gradient of w2 with the new w1, and so on.",
        advice="All gradients of a step are taken at the same point, the one that the forward pass saw. "
        "Only then does anything move.",
        see="one-step-for-each-sample",
        edits=(
            (
                _FIT_STEP,
                (
                    "            for name in ('w1', 'w2', 'b'):\n"
                    "                params[name] -= lr * backward(x[i], y[i], **params)[name]\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="fit-bias-not-updated",
        ids=("T11",),
        part="training",
        mistake="`fit` never changes the bias.",
        advice="The model has three knobs, and each of them has a gradient. Which of them do your steps "
        "turn?",
        see="training",
        edits=((_FIT_STEP, _FIT_STEP.replace(", lr)", ', lr) | {"b": params["b"]}')),),
    ),
    Misconception(
        name="fit-loss-after-the-update",
        ids=("T12",),
        part="training",
        mistake="`fit` records each loss after the sample's own step.",
        advice="A loss that is taken after the step flatters it. When is the moment to look at how good "
        "the parameters were?",
        see="one-step-for-each-sample",
        edits=((_FIT_LOSS + _FIT_STEP, _FIT_STEP + _FIT_LOSS),),
    ),
    Misconception(
        name="fit-last-epoch-missing",
        ids=("T13",),
        part="training",
        mistake="`fit` goes through the samples one time too few.",
        advice="Count the epochs: how often does your loop run for epochs = 2?",
        see="one-step-for-each-sample",
        edits=(
            (
                _FIT_LOSSES + "        " + _FIT_SAMPLES,
                _FIT_LOSSES.replace("range(epochs)", "range(epochs - 1)") + "        " + _FIT_SAMPLES,
            ),
        ),
    ),
    Misconception(
        name="fit-returns-after-the-first-epoch",
        ids=("T13",),
        part="training",
        mistake="`fit` returns when the first epoch is over.",
        advice="All later rows of your losses are still as they were made. Under which loop does the "
        "return stand?",
        see="one-step-for-each-sample",
        edits=((_FIT_STEP + _FIT_RETURN, _FIT_STEP + "    " + _FIT_RETURN),),
    ),
    Misconception(
        name="fit-returns-after-the-first-sample",
        ids=("T13",),
        part="training",
        mistake="`fit` returns after its first step.",
        advice="All later losses are still as they were made. Under which loop does the return stand?",
        see="one-step-for-each-sample",
        edits=((_FIT_STEP + _FIT_RETURN, _FIT_STEP + "        " + _FIT_RETURN),),
    ),
    Misconception(
        name="fit-every-row-the-same",
        ids=("T14",),
        part="training",
        mistake="All rows of the losses are the last epoch's: each epoch writes over the rows of the "
        "epochs before.",
        advice="Is each epoch's row an array of its own, or do all of them refer to one and the same?",
        see="one-step-for-each-sample",
        edits=((_FIT_LOSS, _FIT_LOSS.replace("losses[epoch, i] =", "losses[:, i] =")),),
    ),
    Misconception(
        name="fit-callers-parameters-in-place",
        ids=("T15",),
        part="training",
        mistake="`fit` writes each step into the caller's dict of parameters.",
        advice="Who calls `fit` twice wants both runs to start at the same point. Whose dict does your "
        "loop change?",
        see="conventions",
        edits=(
            (_FIT_START, ""),
            (
                _FIT_STEP,
                (
                    "            grads = backward(x[i], y[i], **params)\n"
                    "            for name in grads:\n                params[name] -= lr * grads[name]\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="fit-of-integers-cut-off",
        ids=("Q23",),
        part="training",
        mistake="`fit` keeps the parameters in an array of integers where they came as integers, and every "
        "step is cut off.",
        advice="An array keeps its type: integers stay integers, whatever is put into them. Make room for "
        "fractions first.",
        see="integers",
        edits=(
            (_FIT_START, _FIT_START + "    values = np.array(list(params.values()))\n"),
            (
                _FIT_STEP,
                (
                    "            stepped = sgd_step(params, backward(x[i], y[i], **params), lr)\n"
                    "            for j, name in enumerate(params):\n"
                    "                values[j] = stepped[name]\n"
                    "            params = dict(zip(params, values.tolist()))\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="fit-gradients-at-the-start",
        part="training",
        mistake="Every gradient of `fit` is taken at the parameters it started with.",
        advice="The slope changes as you walk. Where do the parameters stand when a sample's gradient is "
        "taken?",
        see="one-step-for-each-sample",
        edits=(
            (_FIT_START, "    start = params\n" + _FIT_START),
            (_FIT_STEP, _FIT_STEP.replace("**params", "**start")),
        ),
    ),
    Misconception(
        name="fit-each-epoch-from-the-start",
        part="training",
        mistake="`fit` begins every epoch with the starting parameters again.",
        advice="An epoch goes on where the last one ended. Where does your code set the parameters to the "
        "start?",
        see="one-step-for-each-sample",
        edits=(
            (_FIT_START, "    start = params\n"),
            (
                "for epoch in range(epochs):\n        " + _FIT_SAMPLES,
                "for epoch in range(epochs):\n        params = dict(start)\n        " + _FIT_SAMPLES,
            ),
        ),
    ),
    Misconception(
        name="fit-one-step-an-epoch",
        part="training",
        mistake="`fit` takes one step an epoch, on the mean gradient of all samples.",
        advice="That is gradient descent on the whole batch. Here every sample has a step of its own, so "
        "the second sample finds other parameters than the first.",
        see="one-step-for-each-sample",
        edits=((_FIT_STEP, "        params = sgd_step(params, backward(x, y, **params), lr)\n"),),
    ),
    Misconception(
        name="fit-whole-batch-in-every-step",
        part="training",
        mistake="Every step of `fit` uses the mean gradient of all samples.",
        advice="A sample's step is taken on the gradient of that sample. What do you hand to `backward`?",
        see="one-step-for-each-sample",
        edits=((_FIT_STEP, _FIT_STEP.replace("[i]", "")),),
    ),
    Misconception(
        name="fit-loss-of-the-whole-batch",
        part="training",
        mistake="`fit` records the mean loss of all samples before each step, not that of the step's own "
        "sample.",
        advice="Each entry of the losses belongs to one sample: its own residual, squared.",
        see="one-step-for-each-sample",
        edits=((_FIT_LOSS, _FIT_LOSS.replace("[i]", "")),),
    ),
    Misconception(
        name="fit-loops-exchanged",
        part="training",
        mistake="`fit` takes all steps of one sample before it goes on to the next sample.",
        advice="An epoch is one walk through all samples. Which of the two loops belongs outside?",
        see="one-step-for-each-sample",
        edits=(
            (
                _FIT_LOSSES + "        for i in range(len(x)):\n" + _FIT_LOSS,
                "    losses = np.zeros((epochs, len(x)))\n    for i in range(len(x)):\n"
                "        for epoch in range(epochs):\n" + _FIT_LOSS,
            ),
        ),
    ),
    Misconception(
        name="fit-returns-the-start",
        part="training",
        mistake="`fit` trains, but returns the parameters it started with.",
        advice="The losses show that the parameters have moved. Which dict holds them at the end?",
        see="training",
        edits=((_FIT_START, "    start = params\n" + _FIT_START), (_FIT_RETURN, "    return start, losses")),
    ),
    Misconception(
        name="fit-losses-in-one-row",
        part="training",
        mistake="`fit` returns the losses in one row, one epoch after the other.",
        advice="The losses form a table: a row for each epoch, a column for each sample.",
        see="one-step-for-each-sample",
        edits=((_FIT_RETURN, "    return params, losses.ravel()"),),
    ),
    Misconception(
        name="fit-losses-transposed",
        part="training",
        mistake="`fit` returns the losses with a row for each sample and a column for each epoch.",
        advice="The first index counts the epochs and the second the samples: rows are epochs.",
        see="one-step-for-each-sample",
        edits=((_FIT_RETURN, "    return params, losses.T"),),
    ),
    Misconception(
        name="fit-one-loss-an-epoch",
        part="training",
        mistake="`fit` returns one loss for each epoch, the mean over its samples.",
        advice="Every step has a loss of its own, and all of them are asked for: a row for each epoch, a "
        "column for each sample.",
        see="one-step-for-each-sample",
        edits=((_FIT_RETURN, "    return params, losses.mean(axis=1)"),),
    ),
    Misconception(
        name="fit-by-differences",
        part="training",
        mistake="`fit` takes differences of two losses for gradients.",
        advice="Beside a large loss such a difference is mostly rounding. `backward` computes the gradient "
        "itself.",
        see="backward",
        edits=(
            (
                _FIT_STEP,
                (
                    "            def f(name, h):\n"
                    "                near = {**params, name: params[name] + h}\n"
                    "                return (forward(x[i], **near) - y[i]) ** 2\n"
                    "            grads = {name: (f(name, 1e-5) - f(name, -1e-5)) / 2e-5 for name in params}\n"
                    "            params = {name: params[name] - lr * grads[name] for name in params}\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="linear-uphill",
        ids=("T2",),
        part="training",
        mistake="`fit_linear` steps along the gradient, or has turned its sign: the weight moves uphill.",
        advice="If the prediction is too low and x is positive, should w grow or shrink? Try it with your "
        "step.",
        see="downhill",
        edits=((_LINEAR_STEP, "w = w + lr * 2 * r * x[i]"),),
    ),
    Misconception(
        name="linear-without-2",
        ids=("Q1",),
        part="training",
        mistake="The steps of `fit_linear` lack the factor 2 of the square's derivative.",
        advice="The loss is a square with no 1/2 before it. What does a square leave behind when it is "
        "differentiated?",
        see="backward",
        edits=((_LINEAR_STEP, "w = w - lr * r * x[i]"),),
    ),
    Misconception(
        name="linear-without-x",
        part="training",
        mistake="The steps of `fit_linear` lack the factor x: the inner derivative is left out.",
        advice="The residual depends on w through a product. By how much does it change when w grows by a "
        "little?",
        see="with-respect-to-the-weights",
        edits=((_LINEAR_STEP, "w = w - lr * 2 * r"),),
    ),
    Misconception(
        name="linear-derivative-by-x",
        ids=("Q8",),
        part="training",
        mistake="The steps of `fit_linear` contain w where x should stand: the derivative with respect to x.",
        advice="It is w that we adjust. In the product w * x, which factor does the derivative by w leave?",
        see="with-respect-to-the-weights",
        edits=((_LINEAR_STEP, "w = w - lr * 2 * r * w"),),
    ),
    Misconception(
        name="linear-without-learning-rate",
        part="training",
        mistake="The steps of `fit_linear` lack the learning rate.",
        advice="The gradient says in which direction to go. What says how far?",
        see="training",
        edits=((_LINEAR_STEP, "w = w - 2 * r * x[i]"),),
    ),
    Misconception(
        name="linear-step-divided-by-samples",
        ids=("T5",),
        part="training",
        mistake="Each step of `fit_linear` is divided by the number of samples.",
        advice="A step belongs to one sample, and the gradient of that sample is whole already. Is there a "
        "mean left to take?",
        see="one-step-for-each-sample",
        edits=((_LINEAR_STEP, "w = w - lr * 2 * r * x[i] / len(x)"),),
    ),
    Misconception(
        name="linear-one-step-an-epoch",
        ids=("Q19",),
        part="training",
        mistake="`fit_linear` takes one step an epoch, with the gradient of the last sample alone.",
        advice="Under which loop does the update stand? Every sample has a step of its own.",
        see="one-step-for-each-sample",
        edits=(("            " + _LINEAR_STEP, "        " + _LINEAR_STEP),),
    ),
    Misconception(
        name="linear-one-mean-step-an-epoch",
        part="training",
        mistake="`fit_linear` takes one step an epoch, with the mean gradient of all samples.",
        advice="That is another method. Here every sample has a step of its own: under which loop does the "
        "update stand?",
        see="one-step-for-each-sample",
        append="""
def fit_linear(x, y, w, lr, epochs):
    losses = np.zeros((epochs, len(x)))
    for epoch in range(epochs):
        r = w * np.asarray(x, dtype=float) - y
        losses[epoch] = r**2
        w = w - lr * np.mean(2 * r * x)
    return float(w), losses
""",
    ),
    Misconception(
        name="linear-one-summed-step-an-epoch",
        part="training",
        mistake="`fit_linear` takes one step an epoch, with the gradients of all samples added up.",
        advice="That is another method. Here every sample has a step of its own: under which loop does the "
        "update stand?",
        see="one-step-for-each-sample",
        append="""
def fit_linear(x, y, w, lr, epochs):
    losses = np.zeros((epochs, len(x)))
    for epoch in range(epochs):
        r = w * np.asarray(x, dtype=float) - y
        losses[epoch] = r**2
        w = w - lr * np.sum(2 * r * x)
    return float(w), losses
""",
    ),
    Misconception(
        name="linear-loss-after-the-update",
        ids=("T12",),
        part="training",
        mistake="`fit_linear` records each loss after the sample's own step.",
        advice="A loss that is taken after the step flatters it. When is the moment to look at how good "
        "the weight was?",
        see="one-step-for-each-sample",
        edits=(
            (
                _LINEAR_LOSS + "            " + _LINEAR_STEP,
                "            " + _LINEAR_STEP + "\n            losses[epoch, i] = (w * x[i] - y[i]) ** 2",
            ),
        ),
    ),
    Misconception(
        name="linear-last-epoch-missing",
        ids=("T13",),
        part="training",
        mistake="`fit_linear` goes through the samples one time too few.",
        advice="Count the epochs: how often does your loop run for epochs = 2?",
        see="one-step-for-each-sample",
        edits=(
            (
                "for epoch in range(epochs):\n        for i in range(len(x)):\n            r =",
                "for epoch in range(epochs - 1):\n        for i in range(len(x)):\n            r =",
            ),
        ),
    ),
    Misconception(
        name="linear-loss-not-squared",
        part="training",
        mistake="`fit_linear` records the residuals, not their squares.",
        advice="The loss of one sample is the square of its residual; it is never negative.",
        see="loss",
        edits=((_LINEAR_LOSS, "            losses[epoch, i] = r\n"),),
    ),
    Misconception(
        name="linear-losses-cut-off",
        ids=("Q23",),
        part="training",
        mistake="`fit_linear` keeps its losses in the type of x, and for integers their fractions are cut "
        "off.",
        advice="An array made like x has the type of x. Make room for fractions, whatever type comes in.",
        see="integers",
        edits=((_LINEAR_LOSS, "            losses[epoch, i] = np.asarray(r**2).astype(x.dtype)\n"),),
    ),
    Misconception(
        name="linear-losses-in-one-row",
        part="training",
        mistake="`fit_linear` returns the losses in one row, one epoch after the other.",
        advice="The losses form a table: a row for each epoch, a column for each sample.",
        see="one-step-for-each-sample",
        edits=((_LINEAR_RETURN, "    return float(w), losses.ravel()"),),
    ),
)

MISCONCEPTIONS: Final = (*_FORWARD, *_LOSS, *_STAGES, *_BACKWARD, *_TRAINING)

_LATER: Final = "Plain gradient descent is the only optimiser here; this one belongs to a later assignment."

LEFT_OUT: Final = {
    "T3": "Two mistakes that cancel, in two parts: each of them has an entry of its own.",
    **dict.fromkeys(("T17", "T18", "T19", "T20", "T21", "T23", "T24"), _LATER),
    "T25": "No mistake in a submission: it is why the suite compares every loss and not the last one alone.",
}
