

def check_gradient(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    wrong = find_wrong(f, grad, x, h)
    if len(wrong) > 0:
        return False
    return True
