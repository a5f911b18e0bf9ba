"""Training steps: chapter 8's GAN and chapter 5's network, beside the same in PyTorch."""
import torch
from torch import nn

from batch import c_side, library, with_threads
from measure import measure, pinned, seconds_of

GANS = {"ring": ([64, 128, 128, 2], [2, 128, 128, 1], 256),
        "wide": ([64, 256, 512, 256], [256, 512, 256, 1], 128)}


def gan_network(widths, generator):
    """As in tests/bench/networks.c."""
    layers, last = [], len(widths) - 2
    for i in range(last + 1):
        norm = i < last and (generator or i > 0)
        layers.append(nn.Linear(widths[i], widths[i + 1], bias=not norm))
        if norm:
            layers.append(nn.BatchNorm1d(widths[i + 1]))
        if i < last:
            layers.append(nn.ReLU() if generator else nn.LeakyReLU(0.2))
    return nn.Sequential(*layers)


def gan_step(generator_widths, discriminator_widths, batch, foreach):
    generator, discriminator = gan_network(generator_widths, True), gan_network(
        discriminator_widths, False)
    options = {"lr": 2e-4, "betas": (0.5, 0.999), "foreach": foreach}
    generator_adam = torch.optim.Adam(generator.parameters(), **options)
    discriminator_adam = torch.optim.Adam(discriminator.parameters(), **options)
    loss = nn.BCEWithLogitsLoss()
    x, z = torch.randn(batch, discriminator_widths[0]), torch.randn(batch, generator_widths[0])
    real, fake = torch.ones(batch, 1), torch.zeros(batch, 1)

    def step():
        discriminator_adam.zero_grad(set_to_none=True)
        with torch.no_grad():
            fakes = generator(z)
        loss(discriminator(x), real).backward()
        loss(discriminator(fakes), fake).backward()
        discriminator_adam.step()
        generator_adam.zero_grad(set_to_none=True)
        loss(discriminator(generator(z)), real).backward()
        generator_adam.step()

    return step


def deep_step():
    layers, inputs = [], 20
    for _ in range(5):
        layers += [nn.Linear(inputs, 64, bias=False), nn.BatchNorm1d(64), nn.Sigmoid()]
        inputs = 64
    net = nn.Sequential(*layers, nn.Linear(64, 1))
    sgd = torch.optim.SGD(net.parameters(), lr=1e-3)
    loss = nn.BCEWithLogitsLoss()
    x, target = torch.randn(64, 20), torch.ones(64, 1)

    def step():
        sgd.zero_grad(set_to_none=True)
        loss(net(x), target).backward()
        sgd.step()

    return step


def with_pytorch(sides, steps):
    """The best of so many ways to write it in PyTorch, with one thread and with two."""
    for way, step in steps.items():
        for count in (1, 2):
            sides[f"PyTorch:{way} {count}"] = with_threads(count, seconds_of(step))
    return sides


def tables():
    torch.set_num_threads(1)
    torch.manual_seed(1)
    lib = library("float")
    lib.networks_new()
    rows = []
    for name, (generator, discriminator, batch) in GANS.items():
        sides = {side: c_side(lib, f"gan_{name}_{side}")
                 for side in ("reference", "products", "needed")}
        steps = {way: gan_step(generator, discriminator, batch, foreach)
                 for way, foreach in (("plain", False), ("foreach", True))}
        with_pytorch(sides, steps)
        rows += pinned(lambda: measure("GAN step", name, sides, "PyTorch", 15, 0.02))
    sides = with_pytorch({"reference": c_side(lib, "deep_reference")}, {"plain": deep_step()})
    rows += pinned(lambda: measure("training step", "chapter 5", sides, "PyTorch", 15, 0.01))
    return rows
