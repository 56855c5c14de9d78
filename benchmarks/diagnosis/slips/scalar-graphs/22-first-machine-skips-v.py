

def factory_loss(y, target):
    diff = y - target
    return diff * diff


def factory_backward(x, w, v, target):
    u, y = factory_forward(x, w, v)
    grad_y = 2 * (y - target)
    grad_v = grad_y * u
    grad_u = grad_y * v
    grad_w = grad_y * x
    grad_x = grad_u * w
    return dict(y=grad_y, v=grad_v, u=grad_u, w=grad_w, x=grad_x)
