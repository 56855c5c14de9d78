"""Known mistakes with deep networks: data only, each entry an edit of the solution with its advice."""

from grader.diagnosis.catalogue import Misconception

_START = "    stages = []\n    x = X\n"
_LOOP = "    for number, (W, b) in enumerate(layers, start=1):\n"
_Z = "        z = x @ W.T + b\n"
_H = "        x = activate(z, activation) if number < len(layers) else z\n"
_KEEP = '        stages.append({"z": z, "h": x})\n'
_STAGES = "    return stages\n"

_INPUTS = '    inputs = [X, *(stage["h"] for stage in stages)]\n'
_DZ = '    dz = loss_grad(stages[-1]["h"], y, kind)\n'
_BACK = "    for number in reversed(range(len(layers))):\n"
_PAIR = "        gradients.append((dz.T @ inputs[number], dz.sum(axis=0)))\n"
_BELOW = "        if number > 0:\n"
_DOWN = '            dz = dz @ layers[number][0] * activate_grad(stages[number - 1]["z"], activation)\n'
_GRADIENTS = "    return gradients[::-1]\n"

_NORMS = "    return np.array([np.linalg.norm(dW) for dW, _ in backward(X, y, layers, activation, kind)])\n"
_HIDDEN = "    hidden = forward(X, layers, activation)[:-1]\n"
_SLOPES = '    return np.array([activate_grad(stage["z"], activation).mean() for stage in hidden])\n'

_XAVIER = "    return rng.normal(0.0, np.sqrt(2 / (fan_in + fan_out)), size=(fan_out, fan_in))\n"
_HE = "    return rng.normal(0.0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))\n"
_XAVIER_SCALE = "np.sqrt(2 / (fan_in + fan_out))"
_HE_SCALE = "np.sqrt(2 / fan_in)"

_FIRST = "    W, b = layers[0]\n"
_NEXT = "    for next_W, next_b in layers[1:]:\n"
_JOIN = "        W, b = next_W @ W, next_W @ b + next_b\n"
_ONE = "    return W, b\n"


def _norms(norm: str) -> tuple[str, str]:
    """Edit what is computed of each dW."""
    return (_NORMS, _NORMS.replace("np.linalg.norm(dW)", norm))


def _slopes(slope: str) -> tuple[str, str]:
    """Edit what is computed of each hidden stage."""
    return (_SLOPES, _SLOPES.replace('activate_grad(stage["z"], activation).mean()', slope))


_FORWARD = (
    Misconception(
        name="activation-after-the-last-layer",
        ids=("M37",),
        part="layers",
        mistake="The last layer is given the activation too.",
        advice="The output must be able to take any value. After which layers does the activation stand?",
        see="the-stages",
        edits=((_H, "        x = activate(z, activation)\n"),),
    ),
    Misconception(
        name="no-activation",
        part="layers",
        mistake="No layer is given its activation, so the whole network is linear.",
        advice="Compare each h with its z: where do they have to differ?",
        see="the-stages",
        edits=((_H, "        x = z\n"),),
    ),
    Misconception(
        name="activation-after-the-first-layer-only",
        part="layers",
        mistake="Only the first layer is given the activation.",
        advice="With two layers this is right. Which layers are hidden ones when there are more?",
        see="the-stages",
        edits=((_H, "        x = activate(z, activation) if number == 1 < len(layers) else z\n"),),
    ),
    Misconception(
        name="activation-left-out-before-the-last-layer",
        part="layers",
        mistake="The last hidden layer has no activation: the loop ends its activations one layer too early.",
        advice="Count the layers of a small network, and see for each whether your condition holds.",
        see="the-stages",
        edits=((_H, "        x = activate(z, activation) if number < len(layers) - 1 else z\n"),),
    ),
    Misconception(
        name="single-layer-activated",
        part="layers",
        mistake="A network of a single layer is given the activation.",
        advice="A single layer is the last one as well as the first. Which of the two decides?",
        see="the-stages",
        edits=((_H, "        x = activate(z, activation) if number < max(len(layers), 2) else z\n"),),
    ),
    Misconception(
        name="activation-applied-twice",
        ids=("M37",),
        part="layers",
        mistake="The activation is applied twice in every hidden layer.",
        advice="Follow one number through a layer, and count what happens to it.",
        see="the-stages",
        edits=(
            (
                _H,
                "        x = activate(activate(z, activation), activation) if number < len(layers) else z\n",
            ),
        ),
    ),
    Misconception(
        name="activation-before-the-layer",
        part="layers",
        mistake="The activation is applied to what goes into a layer, so even X goes through it.",
        advice="The inputs are data and stay as they are. Where in a layer does the activation stand?",
        see="the-stages",
        edits=((_Z, "        z = activate(x, activation) @ W.T + b\n"), (_H, "        x = z\n")),
    ),
    Misconception(
        name="always-relu",
        part="layers",
        mistake="The activation is ReLU whatever its name says.",
        advice="The function is told which activation to use. Which of its arguments have you not used?",
        see="conventions",
        edits=((_H, "        x = np.maximum(z, 0.0) if number < len(layers) else z\n"),),
    ),
    Misconception(
        name="always-sigmoid",
        part="layers",
        mistake="The activation is the sigmoid whatever its name says.",
        advice="The function is told which activation to use. Which of its arguments have you not used?",
        see="conventions",
        edits=((_H, '        x = activate(z, "sigmoid") if number < len(layers) else z\n'),),
    ),
    Misconception(
        name="biases-left-out",
        ids=("M35",),
        part="layers",
        mistake="The biases are left out.",
        advice="What does a layer give for an input of all zeros?",
        see="the-stages",
        edits=((_Z, "        z = x @ W.T\n"),),
    ),
    Misconception(
        name="bias-after-the-activation",
        part="layers",
        mistake="The bias is added after the activation, not before it.",
        advice="A bias moves the point where a unit opens. On which side of the activation must it be?",
        see="the-stages",
        edits=(
            (_Z, "        z = x @ W.T\n"),
            (_H, "        x = activate(z, activation) + b if number < len(layers) else z + b\n"),
        ),
    ),
    Misconception(
        name="weights-not-transposed",
        ids=("M38", "M39"),
        part="layers",
        mistake="The inputs are multiplied by W where its transpose is due.",
        advice="A row of W belongs to one unit, a row of x to one sample. Which axes are summed over?",
        see="rows-or-columns",
        edits=((_Z, "        z = x @ W + b\n"),),
    ),
    Misconception(
        name="z-passed-on",
        part="layers",
        mistake="The next layer is given z, although h is kept.",
        advice="What you keep as h is right, but what goes into the layer after it?",
        see="the-stages",
        edits=(
            (_H, "        h = activate(z, activation) if number < len(layers) else z\n        x = z\n"),
            (_KEEP, '        stages.append({"z": z, "h": h})\n'),
        ),
    ),
    Misconception(
        name="h-kept-as-z",
        part="layers",
        mistake="Each stage keeps h under both keys: z is lost when the activation overwrites it.",
        advice="The way back needs z, what goes into the activation. Does your variable still hold it?",
        see="the-stages",
        edits=((_KEEP, '        stages.append({"z": x, "h": x})\n'),),
    ),
    Misconception(
        name="h-and-z-exchanged",
        part="layers",
        mistake="z and h are stored under each other's name.",
        advice="z is what the product and the bias give. Which of the two has gone through the activation?",
        see="the-stages",
        edits=((_KEEP, '        stages.append({"z": x, "h": z})\n'),),
    ),
    Misconception(
        name="one-dict-for-all-stages",
        ids=("T14",),
        part="layers",
        mistake="All stages are one and the same dict, which holds the last layer in the end.",
        advice="A list can hold one dict many times. Where in your code is a new one made?",
        see="the-stages",
        edits=(
            (_START, "    stages = []\n    stage = {}\n    x = X\n"),
            (_KEEP, '        stage["z"], stage["h"] = z, x\n        stages.append(stage)\n'),
        ),
    ),
    Misconception(
        name="input-as-a-stage",
        part="layers",
        mistake="The list of stages begins with the input, so it has one entry too many.",
        advice="A stage belongs to a layer. How many layers are there?",
        see="the-stages",
        edits=((_START, '    stages = [{"z": X, "h": X}]\n    x = X\n'),),
    ),
    Misconception(
        name="last-stage-missing",
        part="layers",
        mistake="The last layer's stage is missing.",
        advice="The output is a stage too. How many layers are there?",
        see="the-stages",
        edits=((_STAGES, "    return stages[:-1] if len(stages) > 1 else stages\n"),),
    ),
    Misconception(
        name="output-alone-returned",
        part="layers",
        mistake="Only the network's output is returned, not the stages.",
        advice="The way back needs what every layer computed. Collect it on the way.",
        see="the-stages",
        edits=((_STAGES, "    return x\n"),),
    ),
    Misconception(
        name="stages-last-layer-first",
        part="layers",
        mistake="The stages come last layer first.",
        advice="The caller expects the order of the list of layers.",
        see="the-stages",
        edits=((_STAGES, "    return stages[::-1]\n"),),
    ),
    Misconception(
        name="stages-as-pairs",
        part="layers",
        mistake="Each stage is a pair, not a dict.",
        advice="The docstring names two keys for every stage.",
        see="the-stages",
        edits=((_STAGES, '    return [(stage["z"], stage["h"]) for stage in stages]\n'),),
    ),
    Misconception(
        name="layers-popped-off-the-list",
        part="layers",
        mistake="Layers are taken off the caller's list, which is empty afterwards.",
        advice="The list belongs to the caller, who still needs it. Look at a layer without removing it.",
        see="conventions",
        edits=(
            (_LOOP, "    total, number = len(layers), 0\n    while layers:\n"),
            (_Z, "        W, b = layers.pop(0)\n        number += 1\n" + _Z),
            (_H, "        x = activate(z, activation) if number < total else z\n"),
        ),
    ),
    Misconception(
        name="softmax-at-the-output",
        ids=("L23",),
        part="layers",
        mistake="The output goes through a softmax.",
        advice="The loss takes logits and brings a softmax of its own. What does the last layer have besides "
        "its product and its bias?",
        see="the-stages",
        edits=(
            (
                _H,
                (
                    "        powers = np.exp(z - z.max(axis=1, keepdims=True))\n"
                    "        softmax = powers / powers.sum(axis=1, keepdims=True)\n"
                    "        x = activate(z, activation) if number < len(layers) else softmax\n"
                ),
            ),
        ),
    ),
)

_BACKWARD = (
    Misconception(
        name="gradients-last-layer-first",
        part="layers",
        mistake="The gradients come in the order in which they are found, last layer first.",
        advice="You collect them from the back. In which order does the caller have the layers?",
        see="one-layer-back-at-a-time",
        edits=((_GRADIENTS, "    return gradients\n"),),
    ),
    Misconception(
        name="pairs-turned-round",
        part="layers",
        mistake="In each pair the bias's gradient comes first.",
        advice="A pair of gradients has the order of the pair of parameters.",
        see="conventions",
        edits=((_PAIR, "        gradients.append((dz.sum(axis=0), dz.T @ inputs[number]))\n"),),
    ),
    Misconception(
        name="weight-gradient-transposed",
        ids=("M9", "M38", "M39"),
        part="layers",
        mistake="The gradients of the weights are transposed.",
        advice="Write the shape of W beside that of your gradient.",
        see="rows-or-columns",
        edits=((_PAIR, "        gradients.append((inputs[number].T @ dz, dz.sum(axis=0)))\n"),),
    ),
    Misconception(
        name="no-slope-on-the-way-back",
        ids=("M17",),
        part="layers",
        mistake="The gradient passes the activations as if they were not there.",
        advice="An activation that is flat lets no gradient through. What has to be multiplied where?",
        see="one-layer-back-at-a-time",
        edits=((_DOWN, "            dz = dz @ layers[number][0]\n"),),
    ),
    Misconception(
        name="slope-of-the-output-layer",
        part="layers",
        mistake="The gradient of the last layer is multiplied by a slope, although no activation follows it.",
        advice="A slope belongs to an activation. Which layer has none?",
        see="one-layer-back-at-a-time",
        edits=((_DZ, _DZ + '    dz = dz * activate_grad(stages[-1]["z"], activation)\n'),),
    ),
    Misconception(
        name="slope-at-h",
        ids=("M20",),
        part="layers",
        mistake="The slopes are taken at h, what comes out of the activation, not at z.",
        advice="The derivative is a function of what goes in. Given h, it sees the activation's value as its "
        "argument.",
        see="the-slope-is-taken-at-z",
        edits=((_DOWN, _DOWN.replace('["z"]', '["h"]')),),
    ),
    Misconception(
        name="formula-of-h-used-on-z",
        ids=("M21",),
        part="layers",
        mistake="The slope's formula for the output h is used on z.",
        advice="The short formulas of the sigmoid and tanh expect what came out. Which of the two have you "
        "put in?",
        see="the-slope-is-taken-at-z",
        edits=(
            (
                _DOWN,
                (
                    '            z = stages[number - 1]["z"]\n'
                    '            by_name = {"sigmoid": z * (1 - z), "tanh": 1 - z**2}\n'
                    "            slope = by_name.get(activation, activate_grad(z, activation))\n"
                    "            dz = dz @ layers[number][0] * slope\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="slope-of-the-layer-above",
        part="layers",
        mistake="Each gradient is multiplied by the slope of its own layer again, not by that of the layer "
        "below.",
        advice="The gradient leaves a layer through W and arrives at the activation of another. Whose?",
        see="one-layer-back-at-a-time",
        edits=((_DOWN, _DOWN.replace("stages[number - 1]", "stages[number]")),),
    ),
    Misconception(
        name="slope-two-layers-below",
        part="layers",
        mistake="The slope is that of a layer too far down; at the end the index even wraps around.",
        advice="Write the indices of a network of three layers on paper. In Python a negative index counts "
        "from the end.",
        see="one-layer-back-at-a-time",
        edits=((_DOWN, _DOWN.replace("stages[number - 1]", "stages[number - 2]")),),
    ),
    Misconception(
        name="slope-after-the-pair",
        part="layers",
        mistake="A hidden layer's pair is made with the gradient of h, before the slope is multiplied in.",
        advice="The weights of a layer reach the loss through its z, and z through its activation. Which of "
        "the two gradients belongs to z?",
        see="one-layer-back-at-a-time",
        edits=(
            (
                _DOWN,
                (
                    '            slope = activate_grad(stages[number]["z"], activation)\n'
                    "            dz = dz * (slope if number + 1 < len(layers) else 1.0)\n"
                    "            dz = dz @ layers[number][0]\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="weights-of-the-layer-below",
        part="layers",
        mistake="The gradient goes back through the weights of the layer below, not those of its own layer.",
        advice="The gradient of z belongs to a layer. Through whose weights did that z come about?",
        see="one-layer-back-at-a-time",
        edits=((_DOWN, _DOWN.replace("layers[number][0]", "layers[number - 1][0]")),),
    ),
    Misconception(
        name="weights-transposed-on-the-way-back",
        ids=("M13",),
        part="layers",
        mistake="On the way back the gradient is multiplied by the transpose of W where W itself is due.",
        advice="Forward the transpose is used, so going back it is the other one. Do the shapes agree when "
        "all widths differ?",
        see="rows-or-columns",
        edits=((_DOWN, _DOWN.replace("layers[number][0]", "layers[number][0].T")),),
    ),
    Misconception(
        name="no-weights-on-the-way-back",
        part="layers",
        mistake="The gradient goes down a layer without being multiplied by its weights.",
        advice="How much does the output of a layer change with its input? That is a matter of its weights.",
        see="one-layer-back-at-a-time",
        edits=((_DOWN, _DOWN.replace("dz @ layers[number][0]", "dz")),),
    ),
    Misconception(
        name="loss-gradient-at-every-layer",
        part="layers",
        mistake="Every layer starts from the loss's gradient at the output, and not from what comes back to "
        "it.",
        advice="A layer only knows the gradient that arrives from the layer above. Which variable must "
        "change from one round of your loop to the next?",
        see="one-layer-back-at-a-time",
        edits=(
            (_BACK, "    start = dz\n" + _BACK),
            (_DOWN, _DOWN.replace("dz @ layers", "start @ layers")),
        ),
    ),
    Misconception(
        name="z-for-the-input",
        ids=("M10",),
        part="layers",
        mistake="The weights' gradients are made with the z of the layer below, not with its h.",
        advice="What was multiplied by W in the forward pass?",
        see="batches",
        edits=((_INPUTS, '    inputs = [X, *(stage["z"] for stage in stages)]\n'),),
    ),
    Misconception(
        name="own-h-for-the-input",
        ids=("M12",),
        part="layers",
        mistake="The weights' gradients are made with what comes out of their layer, not with what goes in.",
        advice="A product passes its gradient on times the other factor. What was that in the forward pass?",
        see="batches",
        edits=((_INPUTS, '    inputs = [stage["h"] for stage in stages]\n'),),
    ),
    Misconception(
        name="inputs-for-every-layer",
        ids=("M11",),
        part="layers",
        mistake="Every weight's gradient is made with X.",
        advice="Only the first layer sees X. What goes into the others?",
        see="batches",
        edits=((_INPUTS, "    inputs = [X for _ in stages]\n"),),
    ),
    Misconception(
        name="bias-gradient-averaged",
        part="layers",
        mistake="The gradients of the biases are means over the samples.",
        advice="All samples use the same bias, and what they contribute adds up. Where is the 1/N already?",
        see="batches",
        edits=((_PAIR, _PAIR.replace("dz.sum(axis=0)", "dz.mean(axis=0)")),),
    ),
    Misconception(
        name="divided-by-n-in-every-pair",
        ids=("M2",),
        part="layers",
        mistake="Both gradients of every layer are divided by the number of samples once more.",
        advice="Find out where the 1/N of a mean has its place, and count how often you divide.",
        see="batches",
        edits=((_PAIR, "        gradients.append((dz.T @ inputs[number] / len(X), dz.mean(axis=0)))\n"),),
    ),
    Misconception(
        name="divided-by-n-on-the-way",
        ids=("M2",),
        part="layers",
        mistake="The gradient is divided by the number of samples at every layer it goes through, so that it "
        "is too small by 1/N, then 1/N squared, and so on.",
        advice="Compare the ratio of your gradients to the right ones from layer to layer. What happens "
        "between them?",
        see="batches",
        edits=((_DOWN, _DOWN.replace("dz = dz @", "dz = dz / len(X) @")),),
    ),
    Misconception(
        name="bias-gradient-not-summed",
        ids=("M5",),
        part="layers",
        mistake="The gradients of the biases are not summed over the samples.",
        advice="There is one bias for all samples. Which shape must its gradient have?",
        see="batches",
        edits=((_PAIR, _PAIR.replace("dz.sum(axis=0)", "dz")),),
    ),
    Misconception(
        name="bias-gradient-over-the-units",
        ids=("M7",),
        part="layers",
        mistake="The gradients of the biases are summed over the units, not over the samples.",
        advice="Which axis counts the samples? That is the one to get rid of.",
        see="batches",
        edits=((_PAIR, _PAIR.replace("dz.sum(axis=0)", "dz.sum(axis=1)")),),
    ),
    Misconception(
        name="bias-gradient-one-number",
        ids=("M6",),
        part="layers",
        mistake="The gradient of each bias is summed over everything, to a single number.",
        advice="Every unit has a bias of its own. Which axis may go, and which has to stay?",
        see="batches",
        edits=((_PAIR, _PAIR.replace("dz.sum(axis=0)", "np.full(dz.shape[1], dz.sum())")),),
    ),
    Misconception(
        name="bias-gradient-as-a-row",
        ids=("L3",),
        part="layers",
        mistake="The gradients of the biases keep an axis of length one.",
        advice="Write the shape of b beside that of your gradient. What does keepdims keep?",
        see="batches",
        edits=((_PAIR, _PAIR.replace("dz.sum(axis=0)", "dz.sum(axis=0, keepdims=True)")),),
    ),
    Misconception(
        name="output-minus-target-for-every-loss",
        ids=("L15",),
        part="layers",
        mistake="The gradient at the output is the output minus the target, whatever the loss.",
        advice="Losses differ in their factors, and one of them compares with labels. The function for this "
        "is given.",
        see="one-layer-back-at-a-time",
        edits=(
            (
                _DZ,
                '    out = stages[-1]["h"]\n    dz = out - (np.eye(out.shape[1])[y] if y.ndim == 1 else y)\n',
            ),
        ),
    ),
    Misconception(
        name="sign-turned",
        ids=("Q3",),
        part="layers",
        mistake="All gradients have the wrong sign.",
        advice="The gradient points to where the loss grows. Which of output and target is subtracted from "
        "which?",
        see="one-layer-back-at-a-time",
        edits=((_DZ, '    dz = -loss_grad(stages[-1]["h"], y, kind)\n'),),
    ),
    Misconception(
        name="relu-mask-from-the-gradient",
        ids=("M24",),
        part="layers",
        mistake="The way back is closed where the gradient is negative, not where ReLU was closed.",
        advice="Whether a unit is open was decided in the forward pass. What decided it?",
        see="the-slope-is-taken-at-z",
        edits=(
            (
                _DOWN,
                (
                    "            dz = dz @ layers[number][0]\n"
                    '            slope = activate_grad(stages[number - 1]["z"], activation)\n'
                    '            dz = dz * (dz > 0) if activation == "relu" else dz * slope\n'
                ),
            ),
        ),
    ),
    Misconception(
        name="slope-alone",
        ids=("M27",),
        part="layers",
        mistake="The gradient that comes back is replaced by the slope, not multiplied by it.",
        advice="Two factors meet at an activation. Which one is missing in yours?",
        see="one-layer-back-at-a-time",
        edits=((_DOWN, '            dz = activate_grad(stages[number - 1]["z"], activation)\n'),),
    ),
    Misconception(
        name="slope-squared",
        part="layers",
        mistake="The slope is multiplied in twice at every layer.",
        advice="Each activation is passed once on the way back. Count where you multiply by its slope.",
        see="one-layer-back-at-a-time",
        edits=((_DOWN, _DOWN.rstrip("\n") + ' * activate_grad(stages[number - 1]["z"], activation)\n'),),
    ),
    Misconception(
        name="slope-as-a-matrix-product",
        ids=("M16",),
        part="layers",
        mistake="The gradient and the slope are multiplied as matrices, not entry by entry.",
        advice="An activation works on each entry by itself. What does its derivative work on?",
        see="one-layer-back-at-a-time",
        edits=(
            (
                _DOWN,
                (
                    '            slope = activate_grad(stages[number - 1]["z"], activation)\n'
                    "            dz = dz @ layers[number][0] @ slope.T @ slope\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="slope-of-the-first-sample",
        part="layers",
        mistake="The slopes of the first sample are used for all samples.",
        advice="Each sample opens and closes units of its own. How many rows does your slope have?",
        see="batches",
        edits=(
            (
                _DOWN,
                _DOWN.replace(
                    'activate_grad(stages[number - 1]["z"], activation)',
                    'activate_grad(stages[number - 1]["z"], activation)[:1]',
                ),
            ),
        ),
    ),
    Misconception(
        name="mean-slope-for-all-entries",
        part="layers",
        mistake="The gradient is multiplied by the mean slope of the layer, not by the slope of each entry.",
        advice="The mean slope tells about how much gets through. What exactly gets through at each unit?",
        see="slopes",
        edits=((_DOWN, _DOWN.rstrip("\n") + ".mean()\n"),),
    ),
    Misconception(
        name="gradients-pile-up-over-layers",
        part="layers",
        mistake="The gradient of a layer is added to that of the layer above, and does not replace it.",
        advice="In a chain there is one way back, so nothing adds up between layers.",
        see="one-layer-back-at-a-time",
        edits=(
            (
                _DOWN,
                (
                    '            below = activate_grad(stages[number - 1]["z"], activation)\n'
                    "            back = dz @ layers[number][0] * below\n"
                    "            dz = dz + back if dz.shape == back.shape else back\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="first-layer-left-out",
        part="layers",
        mistake="The loop ends before the first layer, which gets no gradient.",
        advice="Count the rounds of your loop for a network of two layers, and for one of a single layer.",
        see="one-layer-back-at-a-time",
        edits=(
            (
                _GRADIENTS,
                (
                    "    gradients[-1] = tuple(np.zeros_like(one) for one in layers[0])\n"
                    "    return gradients[::-1]\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="first-layer-without-slope",
        part="layers",
        mistake="The first layer's gradient lacks the slope of its own activation.",
        advice="The first layer is followed by an activation like every hidden one. Is your last step back "
        "complete?",
        see="one-layer-back-at-a-time",
        edits=(
            (
                _DOWN,
                (
                    "            dz = dz @ layers[number][0]\n"
                    "            if number > 1:\n"
                    '                dz = dz * activate_grad(stages[number - 1]["z"], activation)\n'
                ),
            ),
        ),
    ),
    Misconception(
        name="three-layers-hard-coded",
        ids=("M33",),
        part="layers",
        mistake="The way back goes through three layers at most, and gives zeros for the rest.",
        advice="The number of layers is the length of a list. Where in your code does a fixed number stand "
        "for it?",
        see="conventions",
        edits=(
            (_BACK, "    for number in reversed(range(len(layers))[-3:]):\n"),
            (
                _GRADIENTS,
                (
                    "    rest = [(np.zeros_like(W), np.zeros_like(b)) for W, b in layers[:-3]]\n"
                    "    return rest + gradients[::-1]\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="updated-on-the-way-back",
        ids=("M29", "T9"),
        part="layers",
        mistake="A layer's weights are moved before the gradient goes back through them.",
        advice="The forward pass used the weights as they were, and so does the way back. Taking a step is a "
        "matter for later.",
        see="one-layer-back-at-a-time",
        edits=(
            (
                _DOWN,
                _DOWN.replace("layers[number][0]", "(layers[number][0] - 0.1 * gradients[-1][0])"),
            ),
        ),
    ),
    Misconception(
        name="last-sample-only",
        ids=("M30",),
        part="layers",
        mistake="Only the last sample contributes to the gradients.",
        advice="What one sample gives must be added to what the others gave, not replace it.",
        see="batches",
        edits=((_PAIR, "        gradients.append((np.outer(dz[-1], inputs[number][-1]), dz[-1]))\n"),),
    ),
    Misconception(
        name="weights-added-to-their-gradient",
        ids=("M45",),
        part="layers",
        mistake="The weights themselves are added to their gradients, as a regulariser would.",
        advice="The loss here has no term for the size of the weights. Compare your gradient with W.",
        see="one-layer-back-at-a-time",
        edits=(
            (
                _PAIR,
                "        gradients.append((dz.T @ inputs[number] + layers[number][0], dz.sum(axis=0)))\n",
            ),
        ),
    ),
    Misconception(
        name="layers-turned-round-in-place",
        part="layers",
        mistake="backward turns the caller's list of layers round and leaves it so.",
        advice="A list that is an argument belongs to the caller. There are ways to go through it backwards "
        "that leave it alone.",
        see="conventions",
        edits=((_GRADIENTS, "    layers.reverse()\n    return gradients[::-1]\n"),),
    ),
    Misconception(
        name="gradients-in-dicts",
        ids=("M41",),
        part="layers",
        mistake="Each layer's gradients come in a dict, not in a pair.",
        advice="Parameters come in pairs, and so do their gradients.",
        see="conventions",
        edits=((_GRADIENTS, '    return [{"dW": dW, "db": db} for dW, db in gradients[::-1]]\n'),),
    ),
    Misconception(
        name="input-gradient-besides",
        ids=("M47",),
        part="layers",
        mistake="The list of gradients has one entry too many, for the inputs.",
        advice="Only weights and biases are asked for: a pair for each layer.",
        see="conventions",
        edits=((_GRADIENTS, "    return [(dz @ layers[0][0], X), *gradients[::-1]]\n"),),
    ),
)

_DEPTH = (
    Misconception(
        name="norms-squared",
        part="depth",
        mistake="The sums of squares are returned without the root.",
        advice="The norm of a single number is its absolute value. What do you get for -3?",
        see="norms",
        edits=(_norms("np.sum(dW**2)"),),
    ),
    Misconception(
        name="spectral-norms",
        part="depth",
        mistake="The norm is the largest singular value, not the Frobenius norm.",
        advice="For a matrix, the order 2 does not mean the root of the sum of squares. Which norm is meant "
        "here?",
        see="norms",
        edits=(_norms("np.linalg.norm(dW, 2)"),),
    ),
    Misconception(
        name="nuclear-norms",
        part="depth",
        mistake="The norm is the sum of the singular values, not the Frobenius norm.",
        advice="There are several norms of a matrix. This one needs nothing but squares, a sum and a root.",
        see="norms",
        edits=(_norms('np.linalg.norm(dW, "nuc")'),),
    ),
    Misconception(
        name="absolute-values-summed",
        part="depth",
        mistake="The absolute values of the entries are added up, in place of their squares.",
        advice="Try the formula on the two numbers 3 and 4, for which 5 must come out.",
        see="norms",
        edits=(_norms("np.abs(dW).sum()"),),
    ),
    Misconception(
        name="largest-entries",
        part="depth",
        mistake="The norm is the largest absolute value of an entry.",
        advice="All entries count, not only the largest.",
        see="norms",
        edits=(_norms("np.abs(dW).max()"),),
    ),
    Misconception(
        name="mean-absolute-values",
        part="depth",
        mistake="The mean of the absolute values is returned.",
        advice="A norm grows with the number of entries, and a mean does not. Go back to the formula.",
        see="norms",
        edits=(_norms("np.abs(dW).mean()"),),
    ),
    Misconception(
        name="root-mean-squares",
        part="depth",
        mistake="The squares are averaged, not added up.",
        advice="A norm grows with the number of entries, and a mean does not. Go back to the formula.",
        see="norms",
        edits=(_norms("np.sqrt(np.mean(dW**2))"),),
    ),
    Misconception(
        name="norms-of-rows-summed",
        part="depth",
        mistake="A norm is taken of each row, and these are added up.",
        advice="Square all entries before you take the one root.",
        see="norms",
        edits=(_norms("np.linalg.norm(dW, axis=1).sum()"),),
    ),
    Misconception(
        name="norms-with-biases",
        part="depth",
        mistake="The norm of a layer counts the gradient of its bias too.",
        advice="Of each pair only one part is asked for.",
        see="norms",
        edits=(
            (
                _NORMS,
                _NORMS.replace(
                    "np.linalg.norm(dW) for dW, _",
                    "np.hypot(np.linalg.norm(dW), np.linalg.norm(db)) for dW, db",
                ),
            ),
        ),
    ),
    Misconception(
        name="norms-of-bias-gradients",
        part="depth",
        mistake="The norms are those of the biases' gradients.",
        advice="Which part of each pair belongs to the weights?",
        see="norms",
        edits=((_NORMS, _NORMS.replace("np.linalg.norm(dW) for dW, _", "np.linalg.norm(db) for _, db")),),
    ),
    Misconception(
        name="norms-of-the-weights",
        part="depth",
        mistake="The norms are those of the weights, not of their gradients.",
        advice="Does your result change with y? It has to.",
        see="norms",
        edits=((_NORMS, "    return np.array([np.linalg.norm(W) for W, _ in layers])\n"),),
    ),
    Misconception(
        name="norms-relative-to-the-weights",
        part="depth",
        mistake="Each norm is divided by that of the layer's weights.",
        advice="The ratio is worth a look, but it is not what is asked for here.",
        see="norms",
        edits=(
            (
                _NORMS,
                (
                    "    pairs = zip(backward(X, y, layers, activation, kind), layers)\n"
                    "    norm = np.linalg.norm\n"
                    "    return np.array([norm(dW) / norm(W) for (dW, _), (W, _) in pairs])\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="norms-relative-to-the-last",
        part="depth",
        mistake="All norms are divided by that of the last layer.",
        advice="How the norms compare can be seen in them. Return them as they are.",
        see="norms",
        edits=((_NORMS, _NORMS.replace("return ", "norms = ") + "    return norms / norms[-1]\n"),),
    ),
    Misconception(
        name="norms-last-layer-first",
        part="depth",
        mistake="The norms come last layer first.",
        advice="Which layer does the first number belong to?",
        see="norms",
        edits=((_NORMS, _NORMS.rstrip("\n") + "[::-1]\n"),),
    ),
    Misconception(
        name="norms-of-hidden-layers-only",
        part="depth",
        mistake="The last layer's norm is missing.",
        advice="The last layer has weights like all others. How many numbers are there to be?",
        see="norms",
        edits=((_NORMS, _NORMS.rstrip("\n") + "[:-1]\n"),),
    ),
    Misconception(
        name="norm-of-all-layers",
        part="depth",
        mistake="One norm is computed over all layers.",
        advice="The point is to compare layers. How many numbers are there to be?",
        see="norms",
        edits=((_NORMS, _NORMS.replace("return np.array(", "return np.linalg.norm(")),),
    ),
    Misconception(
        name="something-added-under-the-root",
        part="depth",
        mistake="A small number is added under the root, and it hides every norm that is smaller.",
        advice="There is nothing to protect against here. How large is the smallest norm you want to see?",
        see="vanishing-and-exploding",
        edits=(_norms("np.sqrt(np.sum(dW**2) + 1e-16)"),),
    ),
    Misconception(
        name="norms-rounded",
        part="depth",
        mistake="The norms are rounded to some decimals, which makes small ones zero.",
        advice="Rounding is for what people read. What is left of a norm that vanishes?",
        see="vanishing-and-exploding",
        edits=(_norms("np.round(np.linalg.norm(dW), 12)"),),
    ),
    Misconception(
        name="norms-in-a-list",
        ids=("M42",),
        part="depth",
        mistake="The norms come back as a list, not as an array.",
        advice="A list is a good way to collect them. Make an array of it at the end.",
        see="norms",
        edits=((_NORMS, _NORMS.replace("np.array([", "[").replace("kind)])", "kind)]")),),
    ),
    Misconception(
        name="slopes-at-h",
        ids=("M20",),
        part="depth",
        mistake="The mean slopes are taken at h, what comes out of the activation.",
        advice="The derivative is a function of what goes in. Which entry of a stage is that?",
        see="the-slope-is-taken-at-z",
        edits=(_slopes('activate_grad(stage["h"], activation).mean()'),),
    ),
    Misconception(
        name="slope-at-the-mean",
        part="depth",
        mistake="The slope is taken at the mean of z, and not the mean of the slopes.",
        advice="A curve is not a line, so the order of the two steps matters. Which comes first?",
        see="slopes",
        edits=(_slopes('activate_grad(stage["z"].mean(), activation)'),),
    ),
    Misconception(
        name="slopes-with-the-last-layer",
        part="depth",
        mistake="The last layer is given a slope too.",
        advice="A slope belongs to an activation. How many are there?",
        see="slopes",
        edits=((_HIDDEN, "    hidden = forward(X, layers, activation)\n"),),
    ),
    Misconception(
        name="slopes-from-the-second-layer",
        part="depth",
        mistake="The first hidden layer is left out, and the last layer is counted.",
        advice="Which layers have an activation: all but the first, or all but the last?",
        see="slopes",
        edits=((_HIDDEN, "    hidden = forward(X, layers, activation)[1:]\n"),),
    ),
    Misconception(
        name="slopes-of-each-unit",
        part="depth",
        mistake="The mean is taken over the samples alone, so that each unit has a number of its own.",
        advice="One number for each layer: which axes have to go?",
        see="slopes",
        edits=(_slopes('activate_grad(stage["z"], activation).mean(axis=0)'),),
    ),
    Misconception(
        name="slopes-multiplied-up",
        part="depth",
        mistake="The slopes are multiplied up from layer to layer.",
        advice="The product is what comes of them in the end. Return the factors.",
        see="slopes",
        edits=((_SLOPES, _SLOPES.replace("return np.array(", "return np.cumprod(")),),
    ),
    Misconception(
        name="slopes-multiplied-to-one-number",
        part="depth",
        mistake="The product of all slopes is returned.",
        advice="The product is what comes of them in the end. Return the factors.",
        see="slopes",
        edits=((_SLOPES, _SLOPES.replace("return np.array(", "return np.prod(")),),
    ),
    Misconception(
        name="slopes-summed",
        part="depth",
        mistake="The slopes of a layer are added up, not averaged.",
        advice="A mean does not grow when a layer has more units. Does yours?",
        see="slopes",
        edits=(_slopes('activate_grad(stage["z"], activation).sum()'),),
    ),
    Misconception(
        name="slopes-summed-over-units",
        part="depth",
        mistake="The slopes are averaged over the samples, but added up over the units.",
        advice="A mean does not grow when a layer has more units. Does yours?",
        see="slopes",
        edits=(_slopes('activate_grad(stage["z"], activation).sum() / len(X)'),),
    ),
    Misconception(
        name="root-mean-square-slopes",
        part="depth",
        mistake="The root mean square of the slopes is returned, not their mean.",
        advice="Squares have no part in a mean.",
        see="slopes",
        edits=(_slopes('np.sqrt(np.mean(activate_grad(stage["z"], activation) ** 2))'),),
    ),
    Misconception(
        name="median-slopes",
        part="depth",
        mistake="The median of the slopes is returned, not their mean.",
        advice="The mean and the median differ where slopes are spread unevenly. Which one is asked for?",
        see="slopes",
        edits=(_slopes('np.median(activate_grad(stage["z"], activation))'),),
    ),
    Misconception(
        name="largest-slopes",
        part="depth",
        mistake="The largest slope of each layer is returned.",
        advice="One open unit does not make an open layer. What is asked for?",
        see="slopes",
        edits=(_slopes('activate_grad(stage["z"], activation).max()'),),
    ),
    Misconception(
        name="mean-values-for-slopes",
        part="depth",
        mistake="The mean of the values h is returned, and no derivative is taken.",
        advice="A slope says how much a value changes, not how large it is.",
        see="slopes",
        edits=(_slopes('stage["h"].mean()'),),
    ),
    Misconception(
        name="slopes-last-layer-first",
        part="depth",
        mistake="The slopes come last layer first.",
        advice="Which layer does the first number belong to?",
        see="slopes",
        edits=((_SLOPES, _SLOPES.rstrip("\n") + "[::-1]\n"),),
    ),
    Misconception(
        name="slopes-in-a-list",
        ids=("M42",),
        part="depth",
        mistake="The slopes come back as a list, not as an array.",
        advice="A list is a good way to collect them. Make an array of it at the end.",
        see="slopes",
        edits=((_SLOPES, _SLOPES.replace("np.array([", "[").replace("hidden])", "hidden]")),),
    ),
)

_INITIALISATION = (
    Misconception(
        name="xavier-variance-for-deviation",
        part="initialisation",
        mistake="Xavier's variance is given to the generator where it asks for a standard deviation.",
        advice="How do the two differ? One of them is the square of the other.",
        see="variance-and-standard-deviation",
        edits=((_XAVIER_SCALE, "2 / (fan_in + fan_out)"),),
    ),
    Misconception(
        name="he-variance-for-deviation",
        part="initialisation",
        mistake="He's variance is given to the generator where it asks for a standard deviation.",
        advice="How do the two differ? One of them is the square of the other.",
        see="variance-and-standard-deviation",
        edits=((_HE_SCALE, "2 / fan_in"),),
    ),
    Misconception(
        name="xavier-of-inputs-only",
        part="initialisation",
        mistake="Xavier's variance is 1 / fan_in, as in texts that leave the units out.",
        advice="There are two versions of Xavier's proposal. The one here looks at both sides of the layer.",
        see="variance-and-standard-deviation",
        edits=((_XAVIER_SCALE, "np.sqrt(1 / fan_in)"),),
    ),
    Misconception(
        name="xavier-without-2",
        part="initialisation",
        mistake="Xavier's variance lacks its 2.",
        advice="For a layer with as many inputs as units, Xavier's variance is one over their number. Is "
        "yours?",
        see="variance-and-standard-deviation",
        edits=((_XAVIER_SCALE, "np.sqrt(1 / (fan_in + fan_out))"),),
    ),
    Misconception(
        name="xavier-uniform-limit-for-deviation",
        part="initialisation",
        mistake="The limit of Xavier's uniform version, with its 6, is used as a standard deviation.",
        advice="That root belongs to a uniform distribution. What is the variance of the normal one?",
        see="variance-and-standard-deviation",
        edits=((_XAVIER_SCALE, "np.sqrt(6 / (fan_in + fan_out))"),),
    ),
    Misconception(
        name="he-for-xavier",
        part="initialisation",
        mistake="xavier draws with He's variance.",
        advice="Which sizes of the layer does Xavier look at, and which does He?",
        see="variance-and-standard-deviation",
        edits=((_XAVIER_SCALE, "np.sqrt(2 / (fan_in))"),),
    ),
    Misconception(
        name="xavier-uniform",
        part="initialisation",
        mistake="xavier draws from the uniform distribution.",
        advice="The variance is right, but not the distribution. Which one is asked for?",
        see="variance-and-standard-deviation",
        edits=(
            (
                _XAVIER,
                (
                    "    limit = np.sqrt(6 / (fan_in + fan_out))\n"
                    "    return rng.uniform(-limit, limit, size=(fan_out, fan_in))\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="he-uniform",
        part="initialisation",
        mistake="he draws from the uniform distribution.",
        advice="The variance is right, but not the distribution. Which one is asked for?",
        see="variance-and-standard-deviation",
        edits=(
            (
                _HE,
                (
                    "    limit = np.sqrt(6 / fan_in)\n"
                    "    return rng.uniform(-limit, limit, size=(fan_out, fan_in))\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="xavier-uniform-within-the-deviation",
        part="initialisation",
        mistake="xavier draws uniformly between minus and plus the standard deviation.",
        advice="The docstring asks for another distribution. And a standard deviation is no limit.",
        see="variance-and-standard-deviation",
        edits=(
            (
                _XAVIER,
                (
                    "    limit = np.sqrt(2 / (fan_in + fan_out))\n"
                    "    return rng.uniform(-limit, limit, size=(fan_out, fan_in))\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="he-without-2",
        part="initialisation",
        mistake="He's variance lacks its 2.",
        advice="ReLU shuts about half of the units. What makes up for that?",
        see="variance-and-standard-deviation",
        edits=((_HE_SCALE, "np.sqrt(1 / fan_in)"),),
    ),
    Misconception(
        name="he-of-units",
        part="initialisation",
        mistake="He's variance is computed with the number of units, not with that of inputs.",
        advice="Each unit adds up what all its inputs bring. Which number decides how large that sum gets?",
        see="variance-and-standard-deviation",
        edits=((_HE_SCALE, "np.sqrt(2 / fan_out)"),),
    ),
    Misconception(
        name="xavier-for-he",
        part="initialisation",
        mistake="he draws with Xavier's variance.",
        advice="Which sizes of the layer does Xavier look at, and which does He?",
        see="variance-and-standard-deviation",
        edits=((_HE_SCALE, "np.sqrt(2 / (fan_out + fan_in))"),),
    ),
    Misconception(
        name="he-numerator-outside-the-root",
        part="initialisation",
        mistake="In he the 2 stands outside the root.",
        advice="The variance as a whole goes under the root. How large is it for two inputs?",
        see="variance-and-standard-deviation",
        edits=((_HE_SCALE, "2 / np.sqrt(fan_in)"),),
    ),
    Misconception(
        name="xavier-numerator-outside-the-root",
        part="initialisation",
        mistake="In xavier the 2 stands outside the root.",
        advice="The variance as a whole goes under the root. How large is it for one input and one unit?",
        see="variance-and-standard-deviation",
        edits=((_XAVIER_SCALE, "2 / np.sqrt(fan_in + fan_out)"),),
    ),
    Misconception(
        name="xavier-denominator-without-brackets",
        part="initialisation",
        mistake="In xavier only fan_in is divided by; fan_out is added to the quotient.",
        advice="A quotient binds more tightly than a sum. What is divided by what in your formula?",
        see="variance-and-standard-deviation",
        edits=((_XAVIER_SCALE, "np.sqrt(2 / fan_in + fan_out)"),),
    ),
    Misconception(
        name="he-inverted",
        part="initialisation",
        mistake="In he the standard deviation is turned upside down: weights grow with the inputs.",
        advice="Should weights be larger or smaller when a layer has more inputs?",
        see="variance-and-standard-deviation",
        edits=((_HE_SCALE, "np.sqrt(fan_in / 2)"),),
    ),
    Misconception(
        name="xavier-always-small",
        part="initialisation",
        mistake="xavier draws with a fixed standard deviation of 0.01, whatever the layer's size.",
        advice="The number of inputs and units has to have an effect on how large the weights are.",
        see="vanishing-and-exploding",
        edits=((_XAVIER_SCALE, "0.01"),),
    ),
    Misconception(
        name="he-always-small",
        part="initialisation",
        mistake="he draws with a fixed standard deviation of 0.01, whatever the layer's size.",
        advice="The number of inputs has to have an effect on how large the weights are.",
        see="vanishing-and-exploding",
        edits=((_HE_SCALE, "0.01"),),
    ),
    Misconception(
        name="xavier-standard-normal",
        part="initialisation",
        mistake="xavier draws from the standard normal distribution and does not scale.",
        advice="The variance is that of the whole formula, not 1.",
        see="variance-and-standard-deviation",
        edits=((_XAVIER, "    return rng.standard_normal((fan_out, fan_in))\n"),),
    ),
    Misconception(
        name="he-standard-normal",
        part="initialisation",
        mistake="he draws from the standard normal distribution and does not scale.",
        advice="The variance is that of the whole formula, not 1.",
        see="variance-and-standard-deviation",
        edits=((_HE, "    return rng.standard_normal((fan_out, fan_in))\n"),),
    ),
    Misconception(
        name="xavier-not-around-0",
        part="initialisation",
        mistake="xavier gives the generator the standard deviation as the mean, and leaves the spread at 1.",
        advice="A normal distribution has two parameters. Which comes first in NumPy?",
        see="variance-and-standard-deviation",
        edits=((_XAVIER, _XAVIER.replace("0.0, ", "")),),
    ),
    Misconception(
        name="he-not-around-0",
        part="initialisation",
        mistake="he gives the generator the standard deviation as the mean, and leaves the spread at 1.",
        advice="A normal distribution has two parameters. Which comes first in NumPy?",
        see="variance-and-standard-deviation",
        edits=((_HE, _HE.replace("0.0, ", "")),),
    ),
    Misconception(
        name="he-positive-only",
        part="initialisation",
        mistake="he draws numbers between 0 and 1 and scales them, so that no weight is negative.",
        advice="The mean of the weights is to be 0. What is that of yours?",
        see="variance-and-standard-deviation",
        edits=((_HE, "    return rng.random((fan_out, fan_in)) * np.sqrt(2 / fan_in)\n"),),
    ),
    Misconception(
        name="xavier-all-zeros",
        ids=("M46",),
        part="initialisation",
        mistake="xavier returns zeros, so that all units stay alike.",
        advice="Units that begin alike get equal gradients. What has to tell them apart?",
        see="variance-and-standard-deviation",
        edits=((_XAVIER, "    return np.zeros((fan_out, fan_in))\n"),),
    ),
    Misconception(
        name="he-all-zeros",
        ids=("M46",),
        part="initialisation",
        mistake="he returns zeros, so that all units stay alike.",
        advice="Units that begin alike get equal gradients. What has to tell them apart?",
        see="variance-and-standard-deviation",
        edits=((_HE, "    return np.zeros((fan_out, fan_in))\n"),),
    ),
    Misconception(
        name="xavier-columns-are-units",
        ids=("M39",),
        part="initialisation",
        mistake="xavier returns a row for each input and a column for each unit.",
        advice="In this course, what does a row of W belong to?",
        see="rows-are-units",
        edits=((_XAVIER, _XAVIER.replace("(fan_out, fan_in))", "(fan_in, fan_out))")),),
    ),
    Misconception(
        name="he-columns-are-units",
        ids=("M39",),
        part="initialisation",
        mistake="he returns a row for each input and a column for each unit.",
        advice="In this course, what does a row of W belong to?",
        see="rows-are-units",
        edits=((_HE, _HE.replace("(fan_out, fan_in))", "(fan_in, fan_out))")),),
    ),
    Misconception(
        name="xavier-draws-one-number",
        part="initialisation",
        mistake="xavier draws a single number.",
        advice="Every weight has to be drawn by itself. How does the generator learn how many there are?",
        see="rows-are-units",
        edits=((_XAVIER, "    return rng.normal(0.0, np.sqrt(2 / (fan_in + fan_out)))\n"),),
    ),
    Misconception(
        name="he-draws-one-number",
        part="initialisation",
        mistake="he draws a single number.",
        advice="Every weight has to be drawn by itself. How does the generator learn how many there are?",
        see="rows-are-units",
        edits=((_HE, "    return rng.normal(0.0, np.sqrt(2 / fan_in))\n"),),
    ),
    Misconception(
        name="xavier-from-the-global-generator",
        part="initialisation",
        mistake="xavier draws from NumPy's global generator, not from the one that it is given.",
        advice="One of the arguments has not been used. Who else draws from the generator that you use?",
        see="one-generator",
        edits=((_XAVIER, _XAVIER.replace("rng.normal", "np.random.normal")),),
    ),
    Misconception(
        name="he-from-the-global-generator",
        part="initialisation",
        mistake="he draws from NumPy's global generator, not from the one that it is given.",
        advice="One of the arguments has not been used. Who else draws from the generator that you use?",
        see="one-generator",
        edits=((_HE, _HE.replace("rng.normal", "np.random.normal")),),
    ),
    Misconception(
        name="xavier-seeds-the-global-generator",
        part="initialisation",
        mistake="xavier seeds NumPy's global generator in every call and draws from it.",
        advice="Draw the weights of two layers of one size, and compare them.",
        see="one-generator",
        edits=((_XAVIER, "    np.random.seed(0)\n" + _XAVIER.replace("rng.normal", "np.random.normal")),),
    ),
    Misconception(
        name="he-seeds-the-global-generator",
        part="initialisation",
        mistake="he seeds NumPy's global generator in every call and draws from it.",
        advice="Draw the weights of two layers of one size, and compare them.",
        see="one-generator",
        edits=((_HE, "    np.random.seed(0)\n" + _HE.replace("rng.normal", "np.random.normal")),),
    ),
    Misconception(
        name="xavier-makes-its-own-generator",
        part="initialisation",
        mistake="xavier makes a generator with a fixed seed in every call.",
        advice="Draw the weights of two layers of one size, and compare them.",
        see="one-generator",
        edits=((_XAVIER, "    rng = np.random.default_rng(0)\n" + _XAVIER),),
    ),
    Misconception(
        name="he-makes-its-own-generator",
        part="initialisation",
        mistake="he makes a generator with a fixed seed in every call.",
        advice="Draw the weights of two layers of one size, and compare them.",
        see="one-generator",
        edits=((_HE, "    rng = np.random.default_rng(0)\n" + _HE),),
    ),
    Misconception(
        name="xavier-makes-an-unseeded-generator",
        part="initialisation",
        mistake="xavier makes a generator of its own, without a seed, in every call.",
        advice="Could you repeat a training run that begins with these weights?",
        see="one-generator",
        edits=((_XAVIER, "    rng = np.random.default_rng()\n" + _XAVIER),),
    ),
    Misconception(
        name="he-makes-an-unseeded-generator",
        part="initialisation",
        mistake="he makes a generator of its own, without a seed, in every call.",
        advice="Could you repeat a training run that begins with these weights?",
        see="one-generator",
        edits=((_HE, "    rng = np.random.default_rng()\n" + _HE),),
    ),
    Misconception(
        name="xavier-seeds-and-uses-rng",
        part="initialisation",
        mistake="xavier draws from the generator given, but it also seeds NumPy's global one.",
        advice="Other parts of the program may be drawing from the global generator. What does a seed do to "
        "them?",
        see="one-generator",
        edits=((_XAVIER, "    np.random.seed(0)\n" + _XAVIER),),
    ),
)

_COLLAPSE = (
    Misconception(
        name="factors-in-reading-order",
        part="collapse",
        mistake="The weights are multiplied in the order of the list, so the first layer stands leftmost.",
        advice="Which matrix meets x first?",
        see="the-order-of-the-factors",
        edits=((_JOIN, "        W, b = W @ next_W, next_W @ b + next_b\n"),),
    ),
    Misconception(
        name="biases-added-up",
        part="collapse",
        mistake="The biases are added up, as if those of early layers did not go through later ones.",
        advice="Put x = 0 into two layers, and follow the first bias to the end.",
        see="the-bias",
        edits=(
            (
                _JOIN,
                "        W, b = next_W @ W, b + next_b if b.shape == next_b.shape else next_b\n",
            ),
        ),
    ),
    Misconception(
        name="last-bias-only",
        part="collapse",
        mistake="Only the last layer's bias is left.",
        advice="Put x = 0 into two layers, and follow the first bias to the end.",
        see="the-bias",
        edits=((_JOIN, "        W, b = next_W @ W, next_b\n"),),
    ),
    Misconception(
        name="next-bias-forgotten",
        part="collapse",
        mistake="The biases go through the later layers, but the later layers' own are left out.",
        advice="Every layer adds a bias of its own. Does each of them appear in your sum?",
        see="the-bias",
        edits=((_JOIN, "        W, b = next_W @ W, next_W @ b\n"),),
    ),
    Misconception(
        name="no-bias-at-all",
        part="collapse",
        mistake="The one layer has a bias of zeros.",
        advice="Put x = 0 into the stack. Is the result 0?",
        see="the-bias",
        edits=((_ONE, "    return W, np.zeros_like(b)\n"),),
    ),
    Misconception(
        name="bias-through-the-product",
        part="collapse",
        mistake="The bias is multiplied by the product so far, which has the new layer in it already.",
        advice="When you update two variables, does the second update see the old value of the first or the "
        "new one?",
        see="the-bias",
        edits=(
            (
                _JOIN,
                (
                    "        W = next_W @ W\n"
                    "        b = (W @ b if W.shape[1] == len(b) else next_W @ b) + next_b\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="bias-through-the-transpose",
        part="collapse",
        mistake="The bias goes through the transpose of the next layer's weights.",
        advice="A bias goes through a layer like any input: in column form W stands before it.",
        see="rows-or-columns",
        edits=((_JOIN, "        W, b = next_W @ W, b @ next_W + next_b\n"),),
    ),
    Misconception(
        name="bias-scaled-entry-by-entry",
        part="collapse",
        mistake="The bias is multiplied entry by entry with the row sums of the next weights.",
        advice="What a layer does to a vector is a matrix product, not a product of entries.",
        see="the-bias",
        edits=(
            (
                _JOIN,
                (
                    "        through = next_W.sum(axis=1) * (b if len(b) == len(next_b) else b.mean())\n"
                    "        W, b = next_W @ W, through + next_b\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="weights-transposed-in-the-end",
        part="collapse",
        mistake="The weights of the one layer are transposed.",
        advice="In this course, what does a row of W belong to?",
        see="rows-or-columns",
        edits=((_ONE, "    return W.T, b\n"),),
    ),
    Misconception(
        name="next-weights-transposed",
        part="collapse",
        mistake="Each next layer's weights are transposed before they are multiplied.",
        advice="Samples in rows need the transpose. Which form does the formula have that you started from?",
        see="rows-or-columns",
        edits=((_JOIN, "        W, b = next_W.T @ W, next_W @ b + next_b\n"),),
    ),
    Misconception(
        name="weights-multiplied-entry-by-entry",
        ids=("M15",),
        part="collapse",
        mistake="The weights are multiplied entry by entry, not as matrices.",
        advice="In NumPy two signs multiply. Which of them stands for one layer after the other?",
        see="the-order-of-the-factors",
        edits=((_JOIN, "        W, b = next_W * W, next_W @ b + next_b\n"),),
    ),
    Misconception(
        name="weights-added",
        part="collapse",
        mistake="The weights are added, not multiplied.",
        advice="The second layer works on what the first gives, not beside it.",
        see="collapse",
        edits=((_JOIN, "        W, b = next_W + W, next_W @ b + next_b\n"),),
    ),
    Misconception(
        name="last-layer-left-out",
        part="collapse",
        mistake="The last layer is left out.",
        advice="Count the factors of your product for a stack of two.",
        see="collapse",
        edits=((_NEXT, "    for next_W, next_b in layers[1:-1]:\n"),),
    ),
    Misconception(
        name="first-layer-twice",
        part="collapse",
        mistake="The first layer is applied twice.",
        advice="Where does your product start, and where does your loop?",
        see="collapse",
        edits=((_NEXT, "    for next_W, next_b in layers:\n"),),
    ),
    Misconception(
        name="two-layers-only",
        ids=("M33",),
        part="collapse",
        mistake="Only the first two layers are joined.",
        advice="What you wrote for two layers can be done again, with the result and the next layer.",
        see="collapse",
        edits=((_NEXT, "    for next_W, next_b in layers[1:2]:\n"),),
    ),
    Misconception(
        name="first-and-last-only",
        part="collapse",
        mistake="The first and the last layer are joined, and the layers between them are left out.",
        advice="Every layer has its part in the product. Which ones does yours have?",
        see="collapse",
        edits=((_NEXT, "    for next_W, next_b in layers[1:][-1:]:\n"),),
    ),
    Misconception(
        name="layers-from-the-wrong-end",
        part="collapse",
        mistake="The stack is gone through from the last layer to the first, with the formula for the other "
        "way.",
        advice="The formula joins what came before with the layer that follows. Which layer comes first?",
        see="the-order-of-the-factors",
        edits=((_FIRST, "    layers = layers[::-1]\n    W, b = layers[0]\n"),),
    ),
    Misconception(
        name="single-layer-gives-nothing",
        part="collapse",
        mistake="For a single layer nothing is returned, since the result is given back inside the loop.",
        advice="With one layer your loop has no round. What is returned then?",
        see="collapse",
        edits=((_ONE, "    return (W, b) if len(layers) > 1 else None\n"),),
    ),
    Misconception(
        name="single-layer-doubled",
        part="collapse",
        mistake="A single layer is joined with itself.",
        advice="A stack of one layer needs no joining. Which two layers does your code pick?",
        see="collapse",
        edits=((_NEXT, "    for next_W, next_b in layers[1:] or layers[-1:]:\n"),),
    ),
    Misconception(
        name="bias-as-a-column",
        part="collapse",
        mistake="The bias comes back as a column.",
        advice="In column form a bias is a column; here it has a single axis.",
        see="rows-or-columns",
        edits=((_ONE, "    return W, b[:, None]\n"),),
    ),
    Misconception(
        name="bias-and-weights-exchanged",
        part="collapse",
        mistake="The bias comes first and the weights second.",
        advice="A layer is a pair in a fixed order. Which one is it?",
        see="conventions",
        edits=((_ONE, "    return b, W\n"),),
    ),
    Misconception(
        name="one-layer-in-a-list",
        part="collapse",
        mistake="The one layer comes back inside a list, as if it were a stack.",
        advice="The result is a single pair.",
        see="collapse",
        edits=((_ONE, "    return [(W, b)]\n"),),
    ),
    Misconception(
        name="callers-weights-overwritten",
        ids=("T15",),
        part="collapse",
        mistake="The product is written into the first layer's arrays, which are the caller's.",
        advice="Two ways of writing an update look alike: one makes a new array, the other changes the old "
        "one.",
        see="conventions",
        edits=(
            (
                _JOIN,
                (
                    "        if W.shape == next_W.shape == (len(b), len(b)):\n"
                    "            W[...], b[...] = next_W @ W, next_W @ b + next_b\n"
                    "        else:\n"
                    "            W, b = next_W @ W, next_W @ b + next_b\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="layers-popped-while-collapsing",
        part="collapse",
        mistake="Layers are taken off the caller's list, which is empty afterwards.",
        advice="The list belongs to the caller, who still needs it. Look at a layer without removing it.",
        see="conventions",
        edits=(
            (_FIRST, "    W, b = layers.pop(0)\n"),
            (_NEXT, "    while layers:\n        next_W, next_b = layers.pop(0)\n"),
        ),
    ),
    Misconception(
        name="relu-between-the-weights",
        part="collapse",
        mistake="ReLU is applied to the weights and biases between the layers.",
        advice="Activations act on values, and here there are none between the layers.",
        see="collapse",
        edits=(
            (
                _JOIN,
                "        W, b = next_W @ np.maximum(W, 0.0), next_W @ np.maximum(b, 0.0) + next_b\n",
            ),
        ),
    ),
)

MISCONCEPTIONS = (*_FORWARD, *_BACKWARD, *_DEPTH, *_INITIALISATION, *_COLLAPSE)
