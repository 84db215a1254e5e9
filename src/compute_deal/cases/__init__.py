"""Cases: the models' inputs, put together from the evidence, once for all chapters that need them."""
