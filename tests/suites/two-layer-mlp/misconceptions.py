"""Known mistakes with the two-layer MLP: data only, each entry an edit of the solution with its advice."""

from grader.diagnosis.catalogue import Misconception

_SLOPES = "    a = activate(z, kind)\n    if"
_SIGMOID = "np.exp(-np.logaddexp(0.0, np.negative(z)))"
_RELU = "return np.maximum(z, 0.0)"
_TANH = "return np.tanh(z)"
_SIGMOID_SLOPE = "return a * (1 - a)"
_RELU_SLOPE = "return np.where(a > 0, 1.0, 0.0)"
_TANH_SLOPE = "return 1 - a**2"
_IDENTITY = "return np.array(z, dtype=np.float64)"
_IDENTITY_SLOPE = "return np.ones_like(a)"

_Z1 = '    z1 = X @ params["W1"].T + params["b1"]\n'
_H = "h = activate(z1, activation)"
_Z2 = 'z2 = h @ params["W2"].T + params["b2"]'
_OUT = "out = activate(z2, output_activation)"
_KEPT = 'return {"z1": z1, "h": h, "z2": z2, "out": out}'

_SHIFTED = "shifted: Array = logits - logits.max(axis=1, keepdims=True)"
_TOTAL = "np.exp(shifted).sum(axis=1, keepdims=True)"
_P = "np.exp(_log_softmax(out))"
_HALF_SSE = "return float(0.5 * np.sum((out - y) ** 2))"
_MSE = "return float(np.mean((out - y) ** 2))"
_CROSS_ENTROPY = "return float(-np.mean(_log_softmax(out)[np.arange(len(y)), y]))"
_UNKNOWN_LOSS = '\n    raise ValueError(f"unknown loss: {kind!r}")'
_HALF_SSE_SLOPE = "        return out - y\n"
_MSE_SLOPE = "return 2 * (out - y) / out.size"
_ONE_HOT = "one_hot: Array = np.eye(out.shape[1])[y]"
_CROSS_ENTROPY_SLOPE = "return (np.exp(_log_softmax(out)) - one_hot) / len(out)"

_STAGES = "stages = forward(X, params, activation, output_activation)"
_DOUT = 'dout = loss_grad(stages["out"], y, kind)'
_DZ2 = 'dz2 = dout * activate_grad(stages["z2"], output_activation)'
_DH = 'dh = dz2 @ params["W2"]'
_DZ1 = 'dz1 = dh * activate_grad(stages["z1"], activation)'
_DW2 = '"W2": dz2.T @ stages["h"],'
_DB2 = '"b2": dz2.sum(axis=0),'
_DW1 = '"W1": dz1.T @ X,'
_DB1 = '"b1": dz1.sum(axis=0),'
_DX = '"X": dz1 @ params["W1"],'

_COPY = "    params = dict(params)\n"
_SIZE = "size = len(X) if batch_size is None else batch_size"
_EPOCHS = "    for _ in range(epochs):\n"
_STARTS = "range(0, len(X), size)"
_BATCH = "batch, targets = X[start : start + size], y[start : start + size]"
_LOG = '            losses.append(loss(forward(batch, params, activation)["out"], targets, kind))\n'
_SLOPES_OF_BATCH = "gradients = backward(batch, targets, params, activation, kind)"
_STEP = "params = {name: value - lr * gradients[name] for name, value in params.items()}"
_RESULT = "return params, np.array(losses)"

_DIFFERENCES = """
def _differences(value, at, h=1e-5):
    slopes = np.zeros(np.shape(at))
    for index in np.ndindex(slopes.shape):
        step = np.zeros(slopes.shape)
        step[index] = h
        slopes[index] = (value(step) - value(-step)) / (2 * h)
    return slopes
"""

_ACTIVATIONS = (
    Misconception(
        name="sigmoid-slope-on-z",
        ids=("M21",),
        part="activations",
        mistake="The formula of the sigmoid's derivative is used on z, but it is written for the output a.",
        advice="The short formula expects what came out of the sigmoid. You are given what goes in.",
        see="derivatives-are-taken-at-z",
        edits=((_SIGMOID_SLOPE, "return z * (1 - z)"),),
    ),
    Misconception(
        name="tanh-slope-on-z",
        ids=("M21",),
        part="activations",
        mistake="The formula of tanh's derivative is used on z, but it is written for the output a.",
        advice="The short formula expects what came out of tanh. Near 0 the two hardly differ, far from it "
        "they do.",
        see="derivatives-are-taken-at-z",
        edits=((_TANH_SLOPE, "return 1 - z**2"),),
    ),
    Misconception(
        name="slopes-at-the-output",
        ids=("M20",),
        part="activations",
        mistake="Derivatives are taken at the activation's output, not at its input z.",
        advice="Count how often z goes through the activation before the derivative is taken.",
        see="derivatives-are-taken-at-z",
        edits=((_SLOPES, "    a = activate(activate(z, kind), kind)\n    if"),),
    ),
    Misconception(
        name="slope-applied-twice",
        part="activations",
        mistake="The derivative is applied to its own result.",
        advice="The derivative is a function of z, and it is applied once. Compare with the table of three "
        "slips.",
        see="derivatives-are-taken-at-z",
        append="""_once = activate_grad


def activate_grad(z, kind):
    return _once(_once(z, kind), kind)
""",
    ),
    Misconception(
        name="sigmoid-slope-is-its-value",
        part="activations",
        mistake="The derivative of the sigmoid is computed as the sigmoid itself.",
        advice="A sigmoid is flat at both ends, so its slope must be small there, also where its value is "
        "near 1.",
        see="activations",
        edits=((_SIGMOID_SLOPE, "return a"),),
    ),
    Misconception(
        name="tanh-slope-of-the-sigmoid",
        ids=("M23",),
        part="activations",
        mistake="The derivative of tanh is computed by the formula of the sigmoid's.",
        advice="tanh goes from -1 to 1 and is steepest at 0, with slope 1. Check whether your formula gives "
        "that.",
        see="activations",
        edits=((_TANH_SLOPE, _SIGMOID_SLOPE),),
    ),
    Misconception(
        name="tanh-slope-without-the-square",
        part="activations",
        mistake="The derivative of tanh is 1 minus the output, without the square.",
        advice="tanh is as steep at -z as at z, so its slope cannot depend on the sign of the output.",
        see="activations",
        edits=((_TANH_SLOPE, "return 1 - a"),),
    ),
    Misconception(
        name="relu-slope-1-at-0",
        ids=("M25",),
        part="activations",
        mistake="The derivative of ReLU is 1 at exactly 0.",
        advice="At its kink ReLU has no derivative, so a convention decides. Look up which one holds here.",
        see="conventions",
        edits=((_RELU_SLOPE, "return np.where(np.asarray(z) >= 0, 1.0, 0.0)"),),
    ),
    Misconception(
        name="relu-slope-always-1",
        ids=("M25",),
        part="activations",
        mistake="The derivative of ReLU is 1 everywhere, for negative z too.",
        advice="The output of a ReLU is never below 0, so a comparison that includes 0 holds for every "
        "output.",
        see="activations",
        edits=((_RELU_SLOPE, "return np.where(a >= 0, 1.0, 0.0)"),),
    ),
    Misconception(
        name="relu-slope-is-its-value",
        part="activations",
        mistake="The derivative of ReLU is computed as ReLU itself.",
        advice="Where ReLU lets z through, its graph is a straight line. What is the slope of that line?",
        see="activations",
        edits=((_RELU_SLOPE, "return a"),),
    ),
    Misconception(
        name="identity-is-its-slope",
        part="activations",
        mistake="The identity gives 1 for every z, which is its derivative.",
        advice="An activation and its derivative are two functions. The identity gives back what it is "
        "given.",
        see="activations",
        edits=((_IDENTITY, "return np.ones_like(z, dtype=np.float64)"),),
    ),
    Misconception(
        name="identity-slope-is-z",
        part="activations",
        mistake="The derivative of the identity is computed as z itself.",
        advice="A derivative says how much the output grows when z grows a little. For the identity, how "
        "much is that?",
        see="activations",
        edits=((_IDENTITY_SLOPE, "return a"),),
    ),
    Misconception(
        name="relu-writes-into-z",
        ids=("M26",),
        part="activations",
        mistake="ReLU sets entries of the array z that it was given, so the caller's z changes too.",
        advice="The caller still needs z for the backward pass. Give back a new array.",
        see="conventions",
        edits=((_RELU, "z = np.asarray(z); z[z < 0] = 0; return z + 0.0"),),
    ),
    Misconception(
        name="relu-reduces-an-axis",
        part="activations",
        mistake="ReLU takes the maximum along an axis, so an axis of the result is missing.",
        advice="NumPy has two functions for a maximum: one compares entry with entry, the other reduces an "
        "axis.",
        see="activations",
        edits=((_RELU, "return np.max(z, 0)"),),
    ),
    Misconception(
        name="relu-is-a-step",
        part="activations",
        mistake="ReLU gives 1 where it is open, not z.",
        advice="You compute where the unit is open. What does an open unit let through?",
        see="activations",
        edits=((_RELU, "return 1.0 * (np.asarray(z) > 0)"),),
    ),
    Misconception(
        name="sigmoid-falls",
        part="activations",
        mistake="The exponent of the sigmoid has the wrong sign, so the function falls where it should rise.",
        advice="Try a large z: the sigmoid should come close to 1. Which sign must the exponent have for "
        "that?",
        see="activations",
        edits=((_SIGMOID, "np.exp(-np.logaddexp(0.0, z))"),),
    ),
    Misconception(
        name="sigmoid-overflows",
        ids=("L8", "L7"),
        part="activations",
        mistake="The sigmoid divides one overflowing exponential by another, which gives nan for large z.",
        advice="Infinity divided by infinity is no number. Rewrite the fraction so that no large power of e "
        "occurs.",
        see="large-numbers",
        edits=((_SIGMOID, "np.exp(z) / (1 + np.exp(z))"),),
    ),
    Misconception(
        name="tanh-overflows",
        ids=("L7",),
        part="activations",
        mistake="tanh divides one overflowing exponential by another, which gives nan for large z.",
        advice="Infinity divided by infinity is no number. Rewrite the fraction, or see what NumPy offers.",
        see="large-numbers",
        edits=((_TANH, "return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))"),),
    ),
    Misconception(
        name="tanh-half-as-steep",
        part="activations",
        mistake="tanh is computed by a stretched sigmoid of z, which is half as steep as it should be.",
        advice="tanh has slope 1 at 0, and a sigmoid stretched to twice its height has slope one half.",
        see="activations",
        edits=((_TANH, "return 2 / (1 + np.exp(-z)) - 1"),),
    ),
    Misconception(
        name="unknown-activation-accepted",
        part="activations",
        mistake="A name that is no activation is treated as if it were one.",
        advice="Somebody will mistype a name one day, and a silent wrong answer takes long to find.",
        see="conventions",
        edits=(('raise ValueError(f"unknown activation: {kind!r}")', "return np.tanh(z)"),),
    ),
)

_FORWARD = (
    Misconception(
        name="hidden-bias-missing",
        ids=("M35",),
        part="forward",
        mistake="The hidden layer is computed without its bias.",
        advice="Each layer has a product and a bias. Examples whose biases are 0 would not show the "
        "difference.",
        see="forward",
        edits=((_Z1, '    z1 = X @ params["W1"].T\n'),),
    ),
    Misconception(
        name="output-bias-missing",
        ids=("M35",),
        part="forward",
        mistake="The output layer is computed without its bias.",
        advice="Each layer has a product and a bias. Examples whose biases are 0 would not show the "
        "difference.",
        see="forward",
        edits=((_Z2, 'z2 = h @ params["W2"].T'),),
    ),
    Misconception(
        name="bias-before-the-product",
        ids=("M36",),
        part="forward",
        mistake="A bias is added to what goes into the product, not to what comes out.",
        advice="A bias has one entry for each unit of its own layer. Compare its shape with the two shapes "
        "it could be added to.",
        see="shapes",
        edits=((_Z2, 'z2 = (h + params["b2"]) @ params["W2"].T'),),
    ),
    Misconception(
        name="bias-as-a-column",
        part="forward",
        mistake="The bias is turned into a column before it is added, so it varies with the sample, not "
        "with the unit.",
        advice="Here a sample is a row, so the units lie side by side. Columns of biases belong to the "
        "column form.",
        see="shapes",
        edits=((_Z1, '    z1 = X @ params["W1"].T + params["b1"][:, None]\n'),),
    ),
    Misconception(
        name="hidden-activation-missing",
        ids=("M37",),
        part="forward",
        mistake="The output layer reads z1, so the hidden activation has no effect on the output.",
        advice="Two layers without an activation between them are no more than one. Which stage does the "
        "second layer read?",
        see="forward",
        edits=((_Z2, 'z2 = z1 @ params["W2"].T + params["b2"]'),),
    ),
    Misconception(
        name="hidden-layer-with-the-output-activation",
        ids=("M37",),
        part="forward",
        mistake="The hidden layer uses the output layer's activation.",
        advice="The function takes two names of activations. Check which layer each one belongs to.",
        see="forward",
        edits=((_H, "h = activate(z1, output_activation)"),),
    ),
    Misconception(
        name="output-activation-missing",
        ids=("M37",),
        part="forward",
        mistake="The output activation is never applied.",
        advice="The output layer has an activation of its own. With the identity one does not see that it "
        "is missing.",
        see="forward",
        edits=((_OUT, "out = z2"),),
    ),
    Misconception(
        name="output-activation-twice",
        ids=("M37",),
        part="forward",
        mistake="The output activation is applied twice.",
        advice="Each stage goes through its activation once. Look whether z2 is activated already.",
        see="forward",
        edits=((_OUT, "out = activate(activate(z2, output_activation), output_activation)"),),
    ),
    Misconception(
        name="output-layer-with-the-hidden-activation",
        ids=("M37",),
        part="forward",
        mistake="The output layer uses the hidden layer's activation.",
        advice="The function takes two names of activations. Check which layer each one belongs to.",
        see="forward",
        edits=((_OUT, "out = activate(z2, activation)"),),
    ),
    Misconception(
        name="columns-for-samples",
        ids=("M38",),
        part="forward",
        mistake="The stages hold a sample in each column, not in each row.",
        advice="Your network is written in column form, and this course keeps samples as rows. The table of "
        "the two forms helps to translate.",
        see="shapes",
        edits=((_KEPT, 'return {"z1": z1.T, "h": h.T, "z2": z2.T, "out": out.T}'),),
    ),
    Misconception(
        name="hidden-weights-not-transposed",
        ids=("M39",),
        part="forward",
        mistake="X is multiplied by W1 as it is, as if its rows belonged to inputs.",
        advice="A row of a weight matrix belongs to one unit of its layer. Write the two shapes side by "
        "side: the inner sizes must agree.",
        see="shapes",
        edits=((_Z1, '    z1 = X @ params["W1"] + params["b1"]\n'),),
    ),
    Misconception(
        name="output-weights-not-transposed",
        ids=("M39",),
        part="forward",
        mistake="h is multiplied by W2 as it is, as if its rows belonged to hidden units.",
        advice="A row of a weight matrix belongs to one unit of its layer. Write the two shapes side by "
        "side: the inner sizes must agree.",
        see="shapes",
        edits=((_Z2, 'z2 = h @ params["W2"] + params["b2"]'),),
    ),
    Misconception(
        name="weights-from-the-left",
        ids=("M38",),
        part="forward",
        mistake="The weights are multiplied from the left onto samples that are rows.",
        advice="A matrix on the left acts on columns, and here a sample is a row. The table of the two "
        "forms helps to translate.",
        see="shapes",
        edits=((_Z1, '    z1 = params["W1"] @ X + params["b1"]\n'),),
    ),
    Misconception(
        name="z1-overwritten-by-h",
        part="forward",
        mistake="What is kept as z1 is already activated.",
        advice="The backward pass needs both what went into the activation and what came out. Give them two "
        "names.",
        see="forward",
        edits=((_KEPT, 'return {"z1": h, "h": h, "z2": z2, "out": out}'),),
    ),
    Misconception(
        name="axis-of-length-1-dropped",
        part="forward",
        mistake="The output loses its axes of length 1.",
        advice="A batch of one sample is a batch, and one output is a column. Every array keeps both its "
        "axes.",
        see="shapes",
        edits=((_KEPT, 'return {"z1": z1, "h": h, "z2": z2, "out": out.squeeze()}'),),
    ),
    Misconception(
        name="forward-remembers-parameters",
        ids=("M34",),
        part="forward",
        mistake="Parameters of an earlier call are used again.",
        advice="A call uses nothing but its own arguments. Look for a variable that is defined outside the "
        "function.",
        see="conventions",
        edits=(
            (
                _Z1,
                '    params = globals().setdefault("_first", {}).setdefault(X.shape, params)\n' + _Z1,
            ),
        ),
    ),
)

_LOSS = (
    Misconception(
        name="mse-slope-without-2",
        part="loss",
        mistake="The derivative of mse lacks the factor 2 of the square.",
        advice="A square has a derivative with a factor of its own, and mse has no half to cancel it.",
        see="loss",
        edits=((_MSE_SLOPE, "return (out - y) / out.size"),),
    ),
    Misconception(
        name="mse-slope-undivided",
        ids=("M1",),
        part="loss",
        mistake="The derivative of mse is not divided by anything, although mse is a mean.",
        advice="What divides a loss divides its derivative too. Count the entries that the mean is taken "
        "over.",
        see="loss",
        edits=((_MSE_SLOPE, "return 2 * (out - y)"),),
    ),
    Misconception(
        name="mse-slope-without-n",
        ids=("M1",),
        part="loss",
        mistake="The derivative of mse is divided by the number of outputs, but not by the number of "
        "samples.",
        advice="mse averages over all entries, those of every sample. What divides a loss divides its "
        "derivative too.",
        see="loss",
        edits=((_MSE_SLOPE, "return 2 * (out - y) / out.shape[1]"),),
    ),
    Misconception(
        name="mse-slope-without-k",
        ids=("M3",),
        part="loss",
        mistake="The derivative of mse is divided by the number of samples, but not by the number of "
        "outputs.",
        advice="mse averages over all entries, not over rows alone. What divides a loss divides its "
        "derivative too.",
        see="loss",
        edits=((_MSE_SLOPE, "return 2 * (out - y) / len(out)"),),
    ),
    Misconception(
        name="mse-slope-with-k-twice",
        ids=("M3",),
        part="loss",
        mistake="The derivative of mse is divided by the number of outputs twice.",
        advice="A mean over all entries counts every sample and every output once. Check what your divisor "
        "counts.",
        see="loss",
        edits=((_MSE_SLOPE, "return 2 * (out - y) / out.size / out.shape[1]"),),
    ),
    Misconception(
        name="mse-over-samples-only",
        ids=("L22", "M3"),
        part="loss",
        mistake="mse and its derivative are divided by the number of samples only, not by the number of "
        "entries.",
        advice="With several outputs there are more entries than samples, and the mean is taken over the "
        "entries.",
        see="loss",
        edits=(
            (_MSE, "return float(np.sum((out - y) ** 2) / len(out))"),
            (_MSE_SLOPE, "return 2 * (out - y) / len(out)"),
        ),
    ),
    Misconception(
        name="mse-is-a-sum",
        ids=("M1",),
        part="loss",
        mistake="mse and its derivative are sums over the entries, not means.",
        advice="The m of mse says what is missing. A mean does not grow with the size of the batch.",
        see="loss",
        edits=(
            (_MSE, "return float(np.sum((out - y) ** 2))"),
            (_MSE_SLOPE, "return 2 * (out - y)"),
        ),
    ),
    Misconception(
        name="mse-under-a-root",
        part="loss",
        mistake="mse takes the square root of the mean, and no formula here has a root.",
        advice="The root brings the loss back to the unit of y, but it is another function with another "
        "derivative. Compare with the formula.",
        see="loss",
        edits=((_MSE, "return float(np.sqrt(np.mean((out - y) ** 2)))"),),
    ),
    Misconception(
        name="cross-entropy-in-bits",
        part="loss",
        mistake="The cross-entropy is taken with the logarithm to the base 2.",
        advice="log is the natural logarithm, which undoes exp. To which base is yours?",
        see="cross-entropy",
        edits=((_CROSS_ENTROPY, _CROSS_ENTROPY.replace("y]))", "y]) / np.log(2))")),),
    ),
    Misconception(
        name="cross-entropy-to-the-base-ten",
        part="loss",
        mistake="The cross-entropy is taken with the logarithm to the base 10.",
        advice="log is the natural logarithm, which undoes exp. To which base is yours?",
        see="cross-entropy",
        edits=((_CROSS_ENTROPY, _CROSS_ENTROPY.replace("y]))", "y]) / np.log(10))")),),
    ),
    Misconception(
        name="mse-is-halved",
        ids=("L21",),
        part="loss",
        mistake="mse has a factor one half, and so has its derivative.",
        advice="The half belongs to the other squared loss. Two conventions are in use, and the names keep "
        "them apart.",
        see="loss",
        edits=(
            (_MSE, "return float(0.5 * np.mean((out - y) ** 2))"),
            (_MSE_SLOPE, "return (out - y) / out.size"),
        ),
    ),
    Misconception(
        name="mse-as-an-array",
        ids=("M43",),
        part="loss",
        mistake="mse comes back as an array of one entry, not as a number.",
        advice="A loss is one plain number. Look for what adds axes, and take the entry out.",
        see="conventions",
        edits=((_MSE, "return np.array([[np.mean((out - y) ** 2)]])"),),
    ),
    Misconception(
        name="mse-broadcasts",
        ids=("L29",),
        part="loss",
        mistake="The output loses an axis before it is compared, so a column and a row broadcast to a "
        "square of differences.",
        advice="NumPy does not complain when a flat array meets a column: it pairs every entry with every "
        "other. Compare the shapes.",
        see="loss",
        edits=(
            (_MSE, "return float(np.mean((out.squeeze() - y) ** 2))"),
            (_MSE_SLOPE, "return 2 * (out.squeeze() - y) / out.size"),
        ),
    ),
    Misconception(
        name="half-sse-of-each-sample",
        ids=("M43",),
        part="loss",
        mistake="half_sse is summed over the outputs only, which leaves one number for each sample.",
        advice="The loss of a batch is one number. Look along which axes you sum.",
        see="loss",
        edits=((_HALF_SSE, "return 0.5 * np.sum((out - y) ** 2, axis=1)"),),
    ),
    Misconception(
        name="half-sse-without-its-half",
        ids=("L21",),
        part="loss",
        mistake="half_sse lacks its half.",
        advice="The name says it: the half is there so that the derivative becomes as simple as can be.",
        see="loss",
        edits=((_HALF_SSE, "return float(np.sum((out - y) ** 2))"),),
    ),
    Misconception(
        name="half-sse-slope-with-2",
        ids=("L21",),
        part="loss",
        mistake="The derivative of half_sse keeps a factor 2.",
        advice="The square brings a factor 2, and the loss has a factor one half. What is left of the two?",
        see="loss",
        edits=((_HALF_SSE_SLOPE, "        return 2 * (out - y)\n"),),
    ),
    Misconception(
        name="half-sse-averaged",
        part="loss",
        mistake="half_sse and its derivative are divided by the number of samples.",
        advice="half_sse is a sum over the batch, not a mean. Only its half divides it.",
        see="loss",
        edits=(
            (_HALF_SSE, "return float(0.5 * np.sum((out - y) ** 2) / len(out))"),
            (_HALF_SSE_SLOPE, "        return (out - y) / len(out)\n"),
        ),
    ),
    Misconception(
        name="difference-written-into-out",
        ids=("L27",),
        part="loss",
        mistake="The difference is written into the array `out`, which belongs to the caller.",
        advice="An operator with an equals sign at its end writes into the array on its left. Make a new "
        "one.",
        see="conventions",
        edits=((_HALF_SSE_SLOPE, "        out -= y\n        return out\n"),),
    ),
    Misconception(
        name="target-minus-output",
        part="loss",
        mistake="The derivatives of the squared losses have the wrong sign.",
        advice="Where the output is too large, a still larger one costs more: the derivative must be "
        "positive there.",
        see="loss",
        edits=(
            (_HALF_SSE_SLOPE, "        return y - out\n"),
            (_MSE_SLOPE, "return 2 * (y - out) / out.size"),
        ),
    ),
    Misconception(
        name="two-signs-that-cancel",
        ids=("T3",),
        part="loss",
        mistake="All derivatives have the wrong sign, and training adds them, so that the two slips cancel.",
        advice="Training works like this, but every gradient on the way has the wrong sign. A gradient says "
        "where the loss grows.",
        see="training",
        edits=(
            (_HALF_SSE_SLOPE, "        return y - out\n"),
            (_MSE_SLOPE, "return 2 * (y - out) / out.size"),
            (_CROSS_ENTROPY_SLOPE, f"return (one_hot - {_P}) / len(out)"),
            (_STEP, "params = {name: value + lr * gradients[name] for name, value in params.items()}"),
        ),
    ),
    Misconception(
        name="softmax-over-the-batch",
        ids=("L1",),
        part="loss",
        mistake="The exponentials are added up over the whole batch, so all probabilities together sum to 1.",
        advice="Each sample has probabilities of its own, which sum to 1 in its row. For a batch of one "
        "there is no difference.",
        see="cross-entropy",
        edits=((_TOTAL, "np.exp(shifted).sum()"),),
    ),
    Misconception(
        name="softmax-of-columns",
        ids=("L2",),
        part="loss",
        mistake="The softmax is taken of each column, so each column sums to 1.",
        advice="A row is a sample, and the classes of a sample compete with one another. Which axis runs "
        "along a row?",
        see="cross-entropy",
        edits=((_TOTAL, "np.exp(shifted).sum(axis=0, keepdims=True)"),),
    ),
    Misconception(
        name="softmax-loses-an-axis",
        ids=("L3",),
        part="loss",
        mistake="The row sums lose their axis, so they line up with columns.",
        advice="NumPy matches axes from the right: a flat array counts as a row. The sums should stay a "
        "column.",
        see="cross-entropy",
        edits=((_TOTAL, "np.exp(shifted).sum(axis=1)"),),
    ),
    Misconception(
        name="softmax-without-shift",
        ids=("L5",),
        part="loss",
        mistake="The exponentials of large logits overflow.",
        advice="Softmax does not change when a number is subtracted from a whole row. Which number keeps "
        "every power small?",
        see="large-logits",
        edits=((_SHIFTED, "shifted: Array = logits + 0.0"),),
    ),
    Misconception(
        name="softmax-shifted-by-one-maximum",
        part="loss",
        mistake="All rows are shifted by the greatest logit of the whole batch.",
        advice="Where rows differ much, the smaller ones lose all their probability to rounding. Each row "
        "needs a shift of its own.",
        see="large-logits",
        edits=((_SHIFTED, "shifted: Array = logits - logits.max()"),),
    ),
    Misconception(
        name="softmax-scaled-by-the-maximum",
        part="loss",
        mistake="The logits are divided by each row's greatest.",
        advice="Softmax changes when a row is scaled. It stays the same under another operation.",
        see="large-logits",
        edits=((_SHIFTED, "shifted: Array = logits / logits.max(axis=1, keepdims=True)"),),
    ),
    Misconception(
        name="softmax-in-float32",
        ids=("L7", "M44"),
        part="loss",
        mistake="The softmax is computed in float32, whose exponentials overflow at 89 and whose digits end "
        "at the seventh.",
        advice="Everything is computed in float64 here. Even so, large logits need a shift.",
        see="large-logits",
        edits=((_SHIFTED, 'shifted: Array = logits.astype("f4")'),),
    ),
    Misconception(
        name="softmax-twice",
        ids=("L23",),
        part="loss",
        mistake="The softmax is applied to what is a softmax already.",
        advice="The loss receives logits and turns them into probabilities. That happens once.",
        see="cross-entropy",
        edits=((_SHIFTED, _SHIFTED + "\n    shifted = np.exp(shifted) / np.exp(shifted).sum(1)[:, None]"),),
    ),
    Misconception(
        name="logits-shifted-in-place",
        ids=("L27",),
        part="loss",
        mistake="The shift is written into the caller's logits.",
        advice="An operator with an equals sign at its end writes into the array on its left. Make a new "
        "one.",
        see="conventions",
        edits=((_SHIFTED, "logits -= logits.max(axis=1, keepdims=True); shifted = logits"),),
    ),
    Misconception(
        name="logarithm-of-a-rounded-probability",
        ids=("L6",),
        part="loss",
        mistake="The logarithm is taken of probabilities that have been rounded to 0.",
        advice="A probability of e to the -1000 rounds to 0, while its logarithm is a harmless -1000. "
        "Compute that without the detour.",
        see="large-logits",
        edits=((_CROSS_ENTROPY, f"return float(-np.mean(np.log({_P})[np.arange(len(y)), y]))"),),
    ),
    Misconception(
        name="zero-times-infinity",
        ids=("L9",),
        part="loss",
        mistake="Zeros of the one-hot labels are multiplied by logarithms of 0, which gives nan.",
        advice="Multiplying by 0 does not hide an infinity. Avoid the infinite logarithm, or pick only the "
        "label's entry.",
        see="large-logits",
        edits=(
            (
                _CROSS_ENTROPY,
                f"return float(-np.sum(np.eye(out.shape[1])[y] * np.log({_P})) / len(y))",
            ),
        ),
    ),
    Misconception(
        name="epsilon-in-the-logarithm",
        ids=("L11",),
        part="loss",
        mistake="A small number is added inside the logarithm.",
        advice="It hides the infinity and changes the loss wherever the label's probability is small. The "
        "logarithm of the softmax can be computed exactly.",
        see="large-logits",
        edits=((_CROSS_ENTROPY, f"return float(-np.mean(np.log({_P} + 1e-8)[np.arange(len(y)), y]))"),),
    ),
    Misconception(
        name="division-by-a-vanished-probability",
        ids=("L10",),
        part="loss",
        mistake="The derivative divides by a probability that may be 0 and multiplies by it again, which "
        "gives nan.",
        advice="On paper the probability cancels. Simplify the formula before you compute with it.",
        see="cross-entropy",
        edits=(
            (
                _CROSS_ENTROPY_SLOPE,
                f"p = {_P}; d = -one_hot / p; return p * (d - (d * p).sum(axis=1, keepdims=True)) / len(out)",
            ),
        ),
    ),
    Misconception(
        name="slope-of-the-probabilities",
        part="loss",
        mistake="The derivative is taken with respect to the probabilities, not with respect to the logits.",
        advice="Between the logits and the probabilities lies the softmax, and the chain rule goes through "
        "it. All logits of a row take part.",
        see="cross-entropy",
        edits=((_CROSS_ENTROPY_SLOPE, f"return -one_hot / {_P} / len(out)"),),
    ),
    Misconception(
        name="softmax-slope-entry-by-entry",
        ids=("L18",),
        part="loss",
        mistake="The softmax is differentiated entry by entry, as if a probability depended on its own "
        "logit alone.",
        advice="Raising one logit lowers the probabilities of all others in its row. Their logits get a "
        "gradient too.",
        see="cross-entropy",
        edits=((_CROSS_ENTROPY_SLOPE, f"return one_hot * ({_P} - 1) / len(out)"),),
    ),
    Misconception(
        name="cross-entropy-slope-without-labels",
        part="loss",
        mistake="The derivative is the softmax alone, and the labels have no effect on it.",
        advice="Each row of the gradient sums to 0 and is negative at one place. Which place is that?",
        see="cross-entropy",
        edits=((_CROSS_ENTROPY_SLOPE, f"return {_P} / len(out)"),),
    ),
    Misconception(
        name="columns-of-the-labels",
        ids=("L13",),
        part="loss",
        mistake="1 is subtracted in whole columns, not at one place in each row.",
        advice="A colon in an index stands for every row. Pair each row's own number with its label.",
        see="cross-entropy",
        edits=((_CROSS_ENTROPY_SLOPE, f"p = {_P}; p[:, y] -= 1; return p / len(out)"),),
    ),
    Misconception(
        name="labels-not-one-hot",
        ids=("L15",),
        part="loss",
        mistake="The labels are subtracted from the probabilities as numbers.",
        advice="A label is the name of a class, not a quantity. What is subtracted is 1, at one place in "
        "each row.",
        see="cross-entropy",
        edits=((_CROSS_ENTROPY_SLOPE, f"return ({_P} - y[:, None]) / len(out)"),),
    ),
    Misconception(
        name="labels-as-a-column",
        ids=("L14",),
        part="loss",
        mistake="The labels are used as a column, so every row is paired with the labels of all others.",
        advice="Two index arrays broadcast like any others: a row and a column make a square. Compare their "
        "shapes.",
        see="cross-entropy",
        edits=(
            (
                _CROSS_ENTROPY,
                "return float(-np.mean(_log_softmax(out)[np.arange(len(y)), y[:, None]]))",
            ),
        ),
    ),
    Misconception(
        name="labels-counted-from-1",
        ids=("L25",),
        part="loss",
        mistake="1 is subtracted from the labels, as if they were counted from 1.",
        advice="Labels are counted from 0 here. A label of 0 becomes -1, or 255 where it is kept in one "
        "unsigned byte.",
        see="cross-entropy",
        edits=(
            (_CROSS_ENTROPY, "return float(-np.mean(_log_softmax(out)[np.arange(len(y)), y - 1]))"),
            (_ONE_HOT, "one_hot: Array = np.eye(out.shape[1])[y - 1]"),
        ),
    ),
    Misconception(
        name="labels-as-floats",
        ids=("L26",),
        part="loss",
        mistake="The labels are turned into floats, which cannot be indices.",
        advice="An index counts places, so it must be a whole number by type too. Look for what converts "
        "the labels.",
        see="cross-entropy",
        edits=(
            (
                _CROSS_ENTROPY,
                "return float(-np.mean(_log_softmax(out)[np.arange(len(y)), y.astype(float)]))",
            ),
        ),
    ),
    Misconception(
        name="one-hot-minus-softmax",
        ids=("L16",),
        part="loss",
        mistake="The derivative of the cross-entropy has the wrong sign.",
        advice="A larger logit at the label makes the loss smaller. So which sign does the gradient have "
        "there?",
        see="cross-entropy",
        edits=((_CROSS_ENTROPY_SLOPE, f"return (one_hot - {_P}) / len(out)"),),
    ),
    Misconception(
        name="cross-entropy-negative",
        part="loss",
        mistake="The cross-entropy has the wrong sign.",
        advice="The logarithm of a probability is negative, and a loss that gets better should fall towards "
        "0.",
        see="cross-entropy",
        edits=((_CROSS_ENTROPY, "return float(np.mean(_log_softmax(out)[np.arange(len(y)), y]))"),),
    ),
    Misconception(
        name="cross-entropy-is-a-sum",
        ids=("L19",),
        part="loss",
        mistake="The cross-entropy is summed over the samples, not averaged.",
        advice="The loss is a mean over the samples. A mean does not grow with the size of the batch.",
        see="cross-entropy",
        edits=((_CROSS_ENTROPY, "return float(-np.sum(_log_softmax(out)[np.arange(len(y)), y]))"),),
    ),
    Misconception(
        name="cross-entropy-slope-without-n",
        ids=("L19", "M1"),
        part="loss",
        mistake="The derivative of the cross-entropy is not divided by the number of samples.",
        advice="What divides a loss divides its derivative too, and the cross-entropy is a mean over the "
        "samples.",
        see="cross-entropy",
        edits=((_CROSS_ENTROPY_SLOPE, f"return {_P} - one_hot"),),
    ),
    Misconception(
        name="cross-entropy-over-all-entries",
        part="loss",
        mistake="The cross-entropy is divided by the number of all entries, not by the number of samples.",
        advice="A mean over the whole array counts the classes too, of which only the label's has a term. "
        "Each sample counts once.",
        see="cross-entropy",
        edits=(
            (
                _CROSS_ENTROPY,
                "return float(-np.mean(np.eye(out.shape[1])[y] * _log_softmax(out)))",
            ),
        ),
    ),
    Misconception(
        name="cross-entropy-slope-over-all-entries",
        part="loss",
        mistake="The derivative of the cross-entropy is divided by the number of all entries, not by the "
        "number of samples.",
        advice="mse averages over all entries, the cross-entropy over the samples. Count what the mean is "
        "taken over.",
        see="cross-entropy",
        edits=((_CROSS_ENTROPY_SLOPE, f"return ({_P} - one_hot) / out.size"),),
    ),
    Misconception(
        name="sigmoid-for-softmax",
        ids=("L24",),
        part="loss",
        mistake="The derivative of the cross-entropy uses a sigmoid of each logit where the softmax belongs.",
        advice="A sigmoid judges each class by itself, a softmax lets the classes of a row compete. Only "
        "then do rows sum to 0.",
        see="cross-entropy",
        edits=((_CROSS_ENTROPY_SLOPE, "return (activate(out, 'sigmoid') - one_hot) / len(out)"),),
    ),
    Misconception(
        name="slope-by-differences",
        part="loss",
        mistake="The derivative of the loss is computed from differences of losses.",
        advice="Differences check a derivative, but they lose their digits where the loss is large. Use the "
        "formula.",
        see="loss",
        append=_DIFFERENCES
        + """

def loss_grad(out, y, kind):
    return _differences(lambda step: loss(out + step, y, kind), out)
""",
    ),
    Misconception(
        name="unknown-loss-accepted",
        part="loss",
        mistake="A name that is no loss is treated as if it were one.",
        advice="Somebody will mistype a name one day, and a silent wrong answer takes long to find.",
        see="conventions",
        edits=((_CROSS_ENTROPY + _UNKNOWN_LOSS, _CROSS_ENTROPY + f"\n    {_MSE}"),),
    ),
)

_BACKWARD = (
    Misconception(
        name="delta-divided-by-n-again",
        ids=("M2",),
        part="backward",
        mistake="The gradient of z2 is divided by the number of samples, which `loss_grad` has done already.",
        advice="All the averaging is in the gradient of the loss. Dividing once more makes every gradient "
        "too small.",
        see="backward",
        edits=((_DZ2, _DZ2 + " / len(X)"),),
    ),
    Misconception(
        name="parameters-divided-by-n-again",
        ids=("M2",),
        part="backward",
        mistake="The gradients of the parameters are divided by the number of samples, which `loss_grad` "
        "has done already.",
        advice="All the averaging is in the gradient of the loss. Texts that divide here have not divided "
        "there.",
        see="backward",
        edits=(
            (_DW2, '"W2": dz2.T @ stages["h"] / len(X),'),
            (_DB2, '"b2": dz2.mean(axis=0),'),
            (_DW1, '"W1": dz1.T @ X / len(X),'),
            (_DB1, '"b1": dz1.mean(axis=0),'),
        ),
    ),
    Misconception(
        name="first-layer-divided-by-n-again",
        ids=("M2",),
        part="backward",
        mistake="The gradients of W1 and b1 are divided by the number of samples, which happened already at "
        "the loss.",
        advice="The gradient that reaches the first layer has been averaged on its way. Dividing once more "
        "makes this layer learn too slowly.",
        see="backward",
        edits=(
            (_DW1, '"W1": dz1.T @ X / len(X),'),
            (_DB1, '"b1": dz1.mean(axis=0),'),
        ),
    ),
    Misconception(
        name="biases-averaged",
        ids=("M2",),
        part="backward",
        mistake="The gradients of the biases are means over the batch, not sums.",
        advice="Every sample adds to the gradient of a bias. The averaging is in the gradient of the loss.",
        see="products-and-biases",
        edits=((_DB2, '"b2": dz2.mean(axis=0),'), (_DB1, '"b1": dz1.mean(axis=0),')),
    ),
    Misconception(
        name="biases-not-summed",
        ids=("M5",),
        part="backward",
        mistake="The gradients of the biases are not summed over the batch.",
        advice="A bias is added to every sample, so every sample adds to its gradient. The shapes show that "
        "something is left to do.",
        see="products-and-biases",
        edits=((_DB2, '"b2": dz2,'), (_DB1, '"b1": dz1,')),
    ),
    Misconception(
        name="biases-summed-over-everything",
        ids=("M6",),
        part="backward",
        mistake="The gradients of the biases are summed over the batch and over the units too, which leaves "
        "one number.",
        advice="Each unit has a bias of its own. Without an axis a sum swallows all of them.",
        see="products-and-biases",
        edits=((_DB2, '"b2": dz2.sum(),'), (_DB1, '"b1": dz1.sum(),')),
    ),
    Misconception(
        name="one-sum-for-every-bias",
        ids=("M6",),
        part="backward",
        mistake="All entries of a bias get the same gradient, the sum over the batch and over the units.",
        advice="Each unit has a bias of its own, with a gradient of its own. For a cross-entropy this total "
        "is even 0.",
        see="products-and-biases",
        edits=(
            (_DB2, '"b2": np.full_like(params["b2"], dz2.sum()),'),
            (_DB1, '"b1": np.full_like(params["b1"], dz1.sum()),'),
        ),
    ),
    Misconception(
        name="biases-summed-over-units",
        ids=("M7",),
        part="backward",
        mistake="The gradients of both biases are summed over the units, not over the samples.",
        advice="A row is a sample, and the samples are what adds up. One number for each unit should be "
        "left.",
        see="products-and-biases",
        edits=((_DB2, '"b2": dz2.sum(axis=1),'), (_DB1, '"b1": dz1.sum(axis=1),')),
    ),
    Misconception(
        name="biases-keep-the-batch-axis",
        part="backward",
        mistake="The gradients of the biases keep an axis of length 1 where the samples were.",
        advice="A gradient has the shape of its variable, and a bias has one axis here. In the column form "
        "it has two.",
        see="shapes",
        edits=(
            (_DB2, '"b2": dz2.sum(axis=0, keepdims=True),'),
            (_DB1, '"b1": dz1.sum(axis=0, keepdims=True),'),
        ),
    ),
    Misconception(
        name="output-weights-transposed",
        ids=("M9",),
        part="backward",
        mistake="The gradient of W2 is transposed.",
        advice="A gradient has the shape of its variable. Write the two shapes down and see which order of "
        "the factors gives it.",
        see="backward",
        edits=((_DW2, '"W2": stages["h"].T @ dz2,'),),
    ),
    Misconception(
        name="weights-transposed",
        ids=("M9", "M38"),
        part="backward",
        mistake="The gradients of both weight matrices are transposed.",
        advice="Their shapes belong to another layout of the weights. A gradient has the shape of its "
        "variable.",
        see="shapes",
        edits=((_DW2, '"W2": stages["h"].T @ dz2,'), (_DW1, '"W1": X.T @ dz1,')),
    ),
    Misconception(
        name="z1-for-h",
        ids=("M10",),
        part="backward",
        mistake="The gradient of W2 is computed with z1, not with h.",
        advice="The other factor of a product is what stood there in the forward pass. Was it activated by "
        "then?",
        see="products-and-biases",
        edits=((_DW2, '"W2": dz2.T @ stages["z1"],'),),
    ),
    Misconception(
        name="inputs-for-h",
        ids=("M11",),
        part="backward",
        mistake="The gradient of W2 is computed with X, which is the first layer's input.",
        advice="The other factor of a product is what stood there in the forward pass. Which array does the "
        "second layer read?",
        see="products-and-biases",
        edits=((_DW2, '"W2": dz2.T @ X,'),),
    ),
    Misconception(
        name="h-for-inputs",
        ids=("M12",),
        part="backward",
        mistake="The gradient of W1 is computed with h, which is the first layer's output.",
        advice="The other factor of a product is what stood there in the forward pass. Which array does the "
        "first layer read?",
        see="products-and-biases",
        edits=((_DW1, '"W1": dz1.T @ stages["h"],'),),
    ),
    Misconception(
        name="hidden-gradient-with-the-transpose",
        ids=("M13",),
        part="backward",
        mistake="The gradient of h is computed with the transpose of W2.",
        advice="Going forward the weights were transposed, and going back undoes that. Where all sizes "
        "agree, no error tells you.",
        see="backward",
        edits=((_DH, 'dh = dz2 @ params["W2"].T'),),
    ),
    Misconception(
        name="input-gradient-with-the-transpose",
        ids=("M13",),
        part="backward",
        mistake="The gradient of X is computed with the transpose of W1.",
        advice="Going forward the weights were transposed, and going back undoes that. Where all sizes "
        "agree, no error tells you.",
        see="backward",
        edits=((_DX, '"X": dz1 @ params["W1"].T,'),),
    ),
    Misconception(
        name="product-entry-by-entry",
        ids=("M15",),
        part="backward",
        mistake="The gradient of h multiplies entry by entry where a matrix product belongs.",
        advice="A hidden unit acts on every output, so its gradient adds up over the outputs. Which kind of "
        "product adds up?",
        see="products-and-biases",
        edits=((_DH, 'dh = dz2 * params["W2"]'),),
    ),
    Misconception(
        name="slopes-as-a-matrix-product",
        ids=("M16",),
        part="backward",
        mistake="The slope of the hidden layer comes from a matrix product, which mixes the units.",
        advice="An activation works on each entry by itself, and so does its slope. Which kind of product "
        "keeps entries apart?",
        see="activations-on-the-way-back",
        edits=((_DZ1, 'dz1 = dh @ (1 - stages["h"].T @ stages["h"])'),),
    ),
    Misconception(
        name="hidden-slope-missing",
        ids=("M17",),
        part="backward",
        mistake="The gradient passes the hidden activation as if it were not there.",
        advice="Between h and z1 lies an activation, and the chain rule has a factor for it.",
        see="activations-on-the-way-back",
        edits=((_DZ1, "dz1 = dh"),),
    ),
    Misconception(
        name="hidden-slope-computed-and-not-used",
        ids=("M17",),
        part="backward",
        mistake="The gradients of W1, b1 and X are computed from the gradient of h, although that of z1 is "
        "right.",
        advice="The first layer's product ends in z1, so its gradient starts from there. You have it "
        "already.",
        see="backward",
        edits=(
            (_DW1, '"W1": dh.T @ X,'),
            (_DB1, '"b1": dh.sum(axis=0),'),
            (_DX, '"X": dh @ params["W1"],'),
        ),
    ),
    Misconception(
        name="output-slope-missing",
        ids=("M18",),
        part="backward",
        mistake="The gradient passes the output activation as if it were not there.",
        advice="Between the output and z2 lies an activation too. With the identity one does not see that "
        "its factor is missing.",
        see="activations-on-the-way-back",
        edits=((_DZ2, "dz2 = dout"),),
    ),
    Misconception(
        name="output-slope-not-passed-to-h",
        ids=("M18",),
        part="backward",
        mistake="The gradient of h is computed from that of the output, although that of z2 is right.",
        advice="The second layer's product ends in z2, so what goes back through it starts from there.",
        see="backward",
        edits=((_DH, 'dh = dout @ params["W2"]'),),
    ),
    Misconception(
        name="slope-of-a-sigmoid-after-cross-entropy",
        ids=("M19",),
        part="backward",
        mistake="With the cross-entropy the gradient is multiplied by the slope of a sigmoid, which is not "
        "in the network.",
        advice="The gradient of the cross-entropy is taken at the logits, with all that happens to them. No "
        "further factor is needed.",
        see="cross-entropy",
        edits=(
            (
                _DZ2,
                _DZ2
                + '; dz2 = dz2 * activate_grad(stages["z2"], "sigmoid") if kind == "cross_entropy" else dz2',
            ),
        ),
    ),
    Misconception(
        name="hidden-slope-at-h",
        ids=("M20",),
        part="backward",
        mistake="The slope of the hidden activation is taken at its output h.",
        advice="A derivative is taken where the function was: at what went into the activation. Which stage "
        "is that?",
        see="derivatives-are-taken-at-z",
        edits=((_DZ1, 'dz1 = dh * activate_grad(stages["h"], activation)'),),
    ),
    Misconception(
        name="output-slope-at-out",
        ids=("M20",),
        part="backward",
        mistake="The slope of the output activation is taken at its own output.",
        advice="A derivative is taken where the function was: at what went into the activation. Which stage "
        "is that?",
        see="derivatives-are-taken-at-z",
        edits=((_DZ2, 'dz2 = dout * activate_grad(stages["out"], output_activation)'),),
    ),
    Misconception(
        name="textbook-slope-for-every-activation",
        ids=("M23",),
        part="backward",
        mistake="The slope of the hidden activation is the sigmoid's formula, whatever the activation is.",
        advice="The textbook's formula holds for its sigmoid. For other activations you have a function "
        "that knows the slope.",
        see="the-textbook-derivation",
        edits=((_DZ1, 'dz1 = dh * stages["h"] * (1 - stages["h"])'),),
    ),
    Misconception(
        name="textbook-slope-at-the-output",
        ids=("M23", "M19"),
        part="backward",
        mistake="The slope of the output activation is the sigmoid's formula, whatever the activation is.",
        advice="The textbook has a sigmoid at the output, and your network may have another activation or "
        "none.",
        see="the-textbook-derivation",
        edits=((_DZ2, 'dz2 = dout * stages["out"] * (1 - stages["out"])'),),
    ),
    Misconception(
        name="hidden-slope-of-the-output-activation",
        ids=("M23",),
        part="backward",
        mistake="The slope at z1 is that of the output layer's activation.",
        advice="The function takes two names of activations. Check which layer each one belongs to.",
        see="activations-on-the-way-back",
        edits=((_DZ1, 'dz1 = dh * activate_grad(stages["z1"], output_activation)'),),
    ),
    Misconception(
        name="output-slope-of-the-hidden-activation",
        ids=("M23",),
        part="backward",
        mistake="The slope at z2 is that of the hidden layer's activation.",
        advice="The function takes two names of activations. Check which layer each one belongs to.",
        see="activations-on-the-way-back",
        edits=((_DZ2, 'dz2 = dout * activate_grad(stages["z2"], activation)'),),
    ),
    Misconception(
        name="gate-by-the-gradient",
        ids=("M24",),
        part="backward",
        mistake="ReLU stops negative gradients, not the gradients of closed units.",
        advice="A unit is open or closed by what went into it. A negative gradient passes an open unit like "
        "any other.",
        see="activations-on-the-way-back",
        edits=(
            (
                _DZ1,
                'dz1 = dh * ((dh > 0) if activation == "relu" else activate_grad(stages["z1"], activation))',
            ),
        ),
    ),
    Misconception(
        name="gate-by-h-with-equality",
        ids=("M25",),
        part="backward",
        mistake="The gate of ReLU asks whether h is at least 0, which is always so.",
        advice="What comes out of a ReLU is never negative. Ask for something that tells open units from "
        "closed ones.",
        see="activations-on-the-way-back",
        edits=(
            (
                _DZ1,
                (
                    'dz1 = dh * ((stages["h"] >= 0) if activation == "relu" '
                    'else activate_grad(stages["z1"], activation))'
                ),
            ),
        ),
    ),
    Misconception(
        name="slope-without-the-gradient",
        ids=("M27",),
        part="backward",
        mistake="The gradient of z1 is the slope alone, without the gradient that arrives at h.",
        advice="The chain rule multiplies what arrives by the local derivative. You have the second of the "
        "two.",
        see="activations-on-the-way-back",
        edits=((_DZ1, 'dz1 = activate_grad(stages["z1"], activation)'),),
    ),
    Misconception(
        name="hidden-gradient-overwritten",
        ids=("M26",),
        part="backward",
        mistake="The gradient of h is overwritten by that of z1.",
        advice="A second name does not make a second array, and an operator with an equals sign at its end "
        "writes into the first.",
        see="conventions",
        edits=((_DZ1, 'dz1 = dh\n    dz1 *= activate_grad(stages["z1"], activation)'),),
    ),
    Misconception(
        name="output-gradient-overwritten",
        ids=("M26",),
        part="backward",
        mistake="The gradient of the output is overwritten by that of z2.",
        advice="A second name does not make a second array, and an operator with an equals sign at its end "
        "writes into the first.",
        see="conventions",
        edits=((_DZ2, 'dz2 = dout\n    dz2 *= activate_grad(stages["z2"], output_activation)'),),
    ),
    Misconception(
        name="output-activation-not-passed-on",
        part="backward",
        mistake="The forward pass inside `backward` is made without the output activation.",
        advice="`forward` takes the identity unless it is told otherwise. Look at what you tell it.",
        see="backward",
        edits=((_STAGES, "stages = forward(X, params, activation)"),),
    ),
    Misconception(
        name="starts-from-1",
        part="backward",
        mistake="The backward pass starts from ones at the output, as if there were no loss.",
        advice="What is differentiated is the loss, and the targets enter there. The first gradient is the "
        "loss's own.",
        see="backward",
        edits=((_DOUT, 'dout = np.ones_like(stages["out"])'),),
    ),
    Misconception(
        name="one-residual-for-every-loss",
        part="backward",
        mistake="The backward pass starts from the plain difference of output and target, whatever the loss "
        "is.",
        advice="Each loss has a derivative with factors of its own, and you have a function that knows them.",
        see="backward",
        edits=((_DOUT, 'dout = stages["out"] - y'),),
    ),
    Misconception(
        name="last-sample-alone",
        ids=("M30",),
        part="backward",
        mistake="The gradients of the parameters are those of the last sample alone.",
        advice="In a loop over samples each one adds to the gradient. An assignment forgets the samples "
        "before.",
        see="products-and-biases",
        edits=(
            (_DW2, '"W2": np.outer(dz2[-1], stages["h"][-1]),'),
            (_DB2, '"b2": dz2[-1],'),
            (_DW1, '"W1": np.outer(dz1[-1], X[-1]),'),
            (_DB1, '"b1": dz1[-1],'),
        ),
    ),
    Misconception(
        name="outer-product-of-the-batch",
        ids=("M31",),
        part="backward",
        mistake="The gradients of the weights are outer products of whole batches, which pair every sample "
        "with every other.",
        advice="The outer product is right for one sample. For a batch, add up one for each sample: there "
        "is a product that does it.",
        see="products-and-biases",
        edits=((_DW2, '"W2": np.outer(dz2, stages["h"]),'), (_DW1, '"W1": np.outer(dz1, X),')),
    ),
    Misconception(
        name="backward-for-one-size",
        ids=("M33",),
        part="backward",
        mistake="The gradient of b1 is computed for one number of hidden units, written out as a number.",
        advice="Networks come in all sizes. The arguments know theirs.",
        see="conventions",
        edits=((_DB1, '"b1": dz1.reshape(-1, 6).sum(axis=0),'),),
    ),
    Misconception(
        name="parameters-of-the-example",
        ids=("M34",),
        part="backward",
        mistake="The forward pass uses the parameters of the worked example, not those that were given.",
        advice="A call uses nothing but its own arguments. Look for a name that is defined outside the "
        "function.",
        see="conventions",
        edits=((_STAGES, "stages = forward(X, LINE, activation, output_activation)"),),
    ),
    Misconception(
        name="remembers-an-earlier-batch",
        ids=("M34",),
        part="backward",
        mistake="Stages of an earlier call are used again.",
        advice="A call uses nothing but its own arguments. Look for a variable that lives longer than the "
        "call.",
        see="conventions",
        edits=(
            (
                _STAGES,
                (
                    'stages = globals().setdefault("_seen", {}).setdefault('
                    "X.shape, forward(X, params, activation, output_activation))"
                ),
            ),
        ),
    ),
    Misconception(
        name="keys-with-a-d",
        ids=("M41",),
        part="backward",
        mistake="The gradients of the parameters have names of their own, such as dW2.",
        advice="A dict of gradients has the keys of the variables themselves. The docstring lists them.",
        see="conventions",
        edits=(
            (_DW2, '"dW2": dz2.T @ stages["h"],'),
            (_DB2, '"db2": dz2.sum(axis=0),'),
            (_DW1, '"dW1": dz1.T @ X,'),
            (_DB1, '"db1": dz1.sum(axis=0),'),
        ),
    ),
    Misconception(
        name="gradients-in-lists",
        ids=("M42",),
        part="backward",
        mistake="The gradients of the biases are lists.",
        advice="A gradient is an array, like its variable. A list cannot be multiplied by a learning rate.",
        see="conventions",
        edits=((_DB2, '"b2": dz2.sum(axis=0).tolist(),'), (_DB1, '"b1": dz1.sum(axis=0).tolist(),')),
    ),
    Misconception(
        name="gradients-as-matrices",
        ids=("M42",),
        part="backward",
        mistake="The gradients of the weights are of NumPy's old matrix type.",
        advice="With that type a star multiplies matrices, which surprises whoever goes on computing. Plain "
        "arrays do all you need.",
        see="conventions",
        edits=(
            (_DW2, '"W2": np.asmatrix(dz2.T @ stages["h"]),'),
            (_DW1, '"W1": np.asmatrix(dz1.T @ X),'),
        ),
    ),
    Misconception(
        name="backward-in-float32",
        ids=("M44",),
        part="backward",
        mistake="The gradient of z2 is rounded to float32, so only about seven digits are right.",
        advice="Everything is computed in float64 here. Look for a conversion.",
        see="conventions",
        edits=((_DZ2, _DZ2 + '; dz2 = dz2.astype("f4")'),),
    ),
    Misconception(
        name="weights-regularised",
        ids=("M45",),
        part="backward",
        mistake="A multiple of the weights is added to their gradients.",
        advice="That is the gradient of a penalty on large weights, and the loss of this assignment has "
        "none.",
        see="loss",
        edits=(
            (_DW2, '"W2": dz2.T @ stages["h"] + 0.01 * params["W2"],'),
            (_DW1, '"W1": dz1.T @ X + 0.01 * params["W1"],'),
        ),
    ),
    Misconception(
        name="biases-regularised",
        ids=("M45",),
        part="backward",
        mistake="A multiple of the biases is added to their gradients.",
        advice="That is the gradient of a penalty on large biases, and the loss of this assignment has none.",
        see="loss",
        edits=(
            (_DB2, '"b2": dz2.sum(axis=0) + 0.01 * params["b2"],'),
            (_DB1, '"b1": dz1.sum(axis=0) + 0.01 * params["b1"],'),
        ),
    ),
    Misconception(
        name="input-gradient-missing",
        ids=("M47",),
        part="backward",
        mistake="The gradient of X is not computed.",
        advice="Training does not need it, but a layer below would: it is how gradients reach the layers "
        "before.",
        see="backward",
        edits=((f"        {_DX}\n", ""),),
    ),
    Misconception(
        name="input-gradient-transposed",
        ids=("M47", "M38"),
        part="backward",
        mistake="The gradient of X is transposed.",
        advice="A gradient has the shape of its variable, and a row of X is a sample.",
        see="shapes",
        edits=((_DX, '"X": (dz1 @ params["W1"]).T,'),),
    ),
    Misconception(
        name="parameters-moved-by-backward",
        part="backward",
        mistake="`backward` moves the parameters that it was given.",
        advice="This function only says where the loss grows. Whether to take a step is for the caller to "
        "decide.",
        see="conventions",
        edits=((_DZ1, _DZ1 + '\n    params["W2"] -= 0.01 * dz2.T @ stages["h"]'),),
    ),
    Misconception(
        name="gradients-by-differences",
        part="backward",
        mistake="The gradients are computed from differences of losses.",
        advice="Differences check a gradient, but they take long and lose their digits where the loss is "
        "large. Use the chain rule.",
        see="backward",
        append=_DIFFERENCES
        + """

def backward(X, y, params, activation, kind, output_activation="identity"):
    def value(name, step):
        at = lambda stage, value: value + step if stage == name else value
        z1 = at("z1", at("X", X) @ at("W1", params["W1"]).T + at("b1", params["b1"]))
        h = at("h", activate(z1, activation))
        z2 = at("z2", h @ at("W2", params["W2"]).T + at("b2", params["b2"]))
        return loss(at("out", activate(z2, output_activation)), y, kind)

    sizes = {**forward(X, params, activation, output_activation), **params, "X": X}
    return {name: _differences(lambda step: value(name, step), array) for name, array in sizes.items()}
""",
    ),
)

_TRAINING = (
    Misconception(
        name="gradients-add-up",
        ids=("T1",),
        part="training",
        mistake="Each step adds its gradients to those of all steps before.",
        advice="A step goes along the gradient of its own batch. Start each one afresh.",
        see="training",
        edits=(
            (
                _STEP,
                (
                    "total = gradients if not losses[1:] else {n: total[n] + gradients[n] for n in params}; "
                    "params = {name: value - lr * total[name] for name, value in params.items()}"
                ),
            ),
        ),
    ),
    Misconception(
        name="uphill",
        ids=("T2",),
        part="training",
        mistake="The parameters move along the gradient, so the loss grows.",
        advice="The gradient points to where the loss grows. Which way do you want to go?",
        see="training",
        edits=((_STEP, "params = {name: value + lr * gradients[name] for name, value in params.items()}"),),
    ),
    Misconception(
        name="step-divided-by-the-batch",
        ids=("T5",),
        part="training",
        mistake="Each step is divided by the size of the batch.",
        advice="Where the loss is a mean, its gradient is one already. The step is the learning rate times "
        "the gradient, no less.",
        see="training",
        edits=(
            (
                _STEP,
                "params = {n: value - lr / len(batch) * gradients[n] for n, value in params.items()}",
            ),
        ),
    ),
    Misconception(
        name="gradient-divided-by-the-data-set",
        part="training",
        mistake="The gradient of each batch is scaled by its share of all samples.",
        advice="The loss of a step is that of its batch, and a mean over it. What have the other samples to "
        "do with this step?",
        see="batches",
        edits=(
            (
                _STEP,
                "params = {n: v - lr * gradients[n] * len(batch) / len(X) for n, v in params.items()}",
            ),
        ),
    ),
    Misconception(
        name="gradients-recomputed-between-parameters",
        part="training",
        mistake="The gradients are computed anew after each parameter has moved.",
        advice="All gradients of a step belong to one point. Which point do yours belong to?",
        see="training",
        edits=(
            (
                _STEP,
                (
                    "for n in list(params):\n                moved = params[n] - lr * gradients[n]\n"
                    "                params = {**params, n: moved}\n"
                    "                gradients = backward(batch, targets, params, activation, kind)"
                ),
            ),
        ),
    ),
    Misconception(
        name="step-along-the-sign",
        part="training",
        mistake="The step uses the sign of each gradient alone.",
        advice="Where the loss is steep the step is long, where it is flat it is short. What of the gradient "
        "says how steep?",
        see="training",
        edits=((_STEP, "params = {n: v - lr * np.sign(gradients[n]) for n, v in params.items()}"),),
    ),
    Misconception(
        name="step-of-a-fixed-length",
        part="training",
        mistake="Each gradient is divided by its norm, so that every step has the same length.",
        advice="Near the lowest point the steps should become short by themselves. What does dividing by the "
        "length take away?",
        see="training",
        edits=(
            (
                _STEP,
                (
                    "params = {\n                n: v - lr * gradients[n] / np.linalg.norm(gradients[n]) "
                    "for n, v in params.items()\n            }"
                ),
            ),
        ),
    ),
    Misconception(
        name="learning-rate-twice",
        part="training",
        mistake="The gradient is multiplied by the learning rate twice.",
        advice="A step is one learning rate times one gradient. Where does the second rate come in?",
        see="training",
        edits=((_STEP, "params = {n: v - lr * lr * gradients[n] for n, v in params.items()}"),),
    ),
    Misconception(
        name="learning-rate-forgotten",
        part="training",
        mistake="The learning rate is not used.",
        advice="The gradient says where to go, not how far. Something else says that.",
        see="training",
        edits=((_STEP, "params = {name: value - gradients[name] for name, value in params.items()}"),),
    ),
    Misconception(
        name="last-batch-dropped",
        ids=("T6",),
        part="training",
        mistake="A last batch that is smaller than the others is left out.",
        advice="Every sample takes part in every epoch. See what happens where the batch size does not "
        "divide their number.",
        see="batches",
        edits=((_STARTS, "range(0, len(X) - size + 1, size)"),),
    ),
    Misconception(
        name="always-the-first-batch",
        ids=("T7",),
        part="training",
        mistake="Every step takes the first batch.",
        advice="The place where a batch starts moves on with every step. Follow two steps by hand.",
        see="batches",
        edits=((_BATCH, "batch, targets = X[:size], y[:size]"),),
    ),
    Misconception(
        name="targets-out-of-order",
        ids=("T8",),
        part="training",
        mistake="The inputs are taken in another order than the targets.",
        advice="A sample and its target belong together. Whatever is done to the order of one must be done "
        "to the other.",
        see="batches",
        edits=((_BATCH, "batch, targets = X[::-1][start : start + size], y[start : start + size]"),),
    ),
    Misconception(
        name="batch-size-ignored",
        part="training",
        mistake="Every step takes all samples, whatever the batch size is.",
        advice="The batch size decides how many steps an epoch has. Compare the number of your losses with "
        "the number of batches.",
        see="batches",
        edits=((_SIZE, "size = len(X)"),),
    ),
    Misconception(
        name="gradients-of-all-samples",
        part="training",
        mistake="Each step takes the gradients of all samples, not those of its batch.",
        advice="A step looks at its own batch alone, which makes it cheap. Look at what you hand to "
        "`backward`.",
        see="batches",
        edits=((_SLOPES_OF_BATCH, "gradients = backward(X, y, params, activation, kind)"),),
    ),
    Misconception(
        name="gradients-at-the-start",
        part="training",
        mistake="All gradients are taken at the starting parameters.",
        advice="After a step you stand somewhere else, and the slope is another one there.",
        see="training",
        edits=(
            (_COPY, "    params = first = dict(params)\n"),
            (_SLOPES_OF_BATCH, "gradients = backward(batch, targets, first, activation, kind)"),
        ),
    ),
    Misconception(
        name="second-layer-moved-first",
        ids=("T9", "M29"),
        part="training",
        mistake="The second layer's weights move before the other gradients are taken.",
        advice="All gradients of a step belong to the same parameters. Finish the backward pass before "
        "anything moves.",
        see="training",
        edits=(
            (
                _STEP,
                "params = {**params, 'W2': params['W2'] - lr * gradients['W2']}; "
                "gradients = {**backward(batch, targets, params, activation, kind), 'W2': 0.0}; " + _STEP,
            ),
        ),
    ),
    Misconception(
        name="biases-left-alone",
        ids=("T11",),
        part="training",
        mistake="The biases do not move.",
        advice="Biases are parameters like the weights, and have gradients like them.",
        see="training",
        edits=(
            (
                _STEP,
                (
                    "params = {name: value - lr * (name[0] != 'b') * gradients[name] "
                    "for name, value in params.items()}"
                ),
            ),
        ),
    ),
    Misconception(
        name="loss-after-the-step",
        ids=("T12",),
        part="training",
        mistake="Each loss is recorded after its step.",
        advice="The first loss should be that of the parameters you were given. When does a step change "
        "them?",
        see="batches",
        edits=((_LOG, ""), (_STEP + "\n", _STEP + "\n" + _LOG)),
    ),
    Misconception(
        name="loss-of-all-samples",
        part="training",
        mistake="Each loss is that of all samples, not that of the step's batch.",
        advice="Every step records the loss of the batch that it is about to learn from.",
        see="batches",
        edits=(
            (
                _LOG,
                '            losses.append(loss(forward(X, params, activation)["out"], y, kind))\n',
            ),
        ),
    ),
    Misconception(
        name="loss-once-an-epoch",
        part="training",
        mistake="A loss is recorded for each epoch, not for each step.",
        advice="An epoch has as many steps as there are batches. With ten samples in batches of four, how "
        "many losses are that?",
        see="batches",
        edits=(
            (_LOG, ""),
            (
                _EPOCHS,
                _EPOCHS + '        losses.append(loss(forward(X, params, activation)["out"], y, kind))\n',
            ),
        ),
    ),
    Misconception(
        name="one-epoch-less",
        ids=("T13",),
        part="training",
        mistake="Training ends an epoch too early.",
        advice="Count the epochs of a small case by hand, the first one included.",
        see="training",
        edits=(("in range(epochs)", "in range(epochs - 1)"),),
    ),
    Misconception(
        name="returns-after-one-epoch",
        ids=("T13",),
        part="training",
        mistake="Training returns after its first epoch.",
        advice="In Python the indentation says what belongs to a loop. Look where the result is returned.",
        see="training",
        edits=((f"    {_RESULT}", f"        {_RESULT}"),),
    ),
    Misconception(
        name="epochs-taken-for-steps",
        ids=("T13",),
        part="training",
        mistake="Training makes as many steps as there should be epochs.",
        advice="An epoch goes through all samples, and so it has a step for each batch.",
        see="batches",
        edits=((_STEP, _STEP + f"\n            if len(losses) == epochs:\n                {_RESULT}"),),
    ),
    Misconception(
        name="every-loss-the-last",
        ids=("T14",),
        part="training",
        mistake="All entries of the losses are the last one.",
        advice="A list that holds one array many times shows its last state everywhere. Keep a number from "
        "each step.",
        see="batches",
        edits=((_RESULT, "return params, np.full(len(losses), losses[-1])"),),
    ),
    Misconception(
        name="losses-in-a-list",
        ids=("M42",),
        part="training",
        mistake="The losses come back as a list, not as an array.",
        advice="Growing a list is a good way to collect them. Make an array of it at the end.",
        see="conventions",
        edits=((_RESULT, "return params, losses"),),
    ),
    Misconception(
        name="results-exchanged",
        part="training",
        mistake="The losses come first and the parameters second.",
        advice="A pair has an order. The docstring says which one it is here.",
        see="training",
        edits=((_RESULT, "return np.array(losses), params"),),
    ),
    Misconception(
        name="starting-parameters-returned",
        part="training",
        mistake="The starting parameters are returned, not the trained ones.",
        advice="The losses fall, so training works. Look which of your variables you give back.",
        see="training",
        edits=(
            (_COPY, "    start_params = params = dict(params)\n"),
            (_RESULT, "return start_params, np.array(losses)"),
        ),
    ),
    Misconception(
        name="parameters-of-the-caller-moved",
        ids=("T15",),
        part="training",
        mistake="The steps change the parameters that the caller still holds.",
        advice="A dict that is an argument belongs to the caller, and so do the arrays in it. A copy of the "
        "dict holds the same arrays.",
        see="conventions",
        edits=((_STEP, "[np.subtract(v, lr * gradients[n], out=v) for n, v in params.items()]"),),
    ),
)

MISCONCEPTIONS = (*_ACTIVATIONS, *_FORWARD, *_LOSS, *_BACKWARD, *_TRAINING)

LEFT_OUT = {
    "M46": "The assignment initialises nothing: parameters are given.",
    "M48": "A batch has two axes, so nothing is reshaped and back.",
    "L28": "No accuracy is computed.",
    "L30": "There is no batch normalisation.",
    "T17": "Momentum belongs to the assignment on optimisers.",
    "T18": "Nesterov's momentum belongs to the assignment on optimisers.",
    "T19": "RMSProp and Adagrad belong to the assignment on optimisers.",
    "T20": "Adam belongs to the assignment on optimisers.",
    "T21": "Adam belongs to the assignment on optimisers.",
    "T23": "Adam belongs to the assignment on optimisers.",
    "T24": "Adam belongs to the assignment on optimisers, and the difference is too small to grade.",
    "T25": "No mistake of a student's but of a suite's: the trajectory is compared, not the last loss.",
}
