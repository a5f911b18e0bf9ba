/* The probes of chapter 5: what they observe tells one program from another (harness.h).

   A part of tests.c, which includes it once: a probe calls the exercises through the same
   pointers as the tests, and these are tests.c's own.

   N = 1 and N = 2 are among the shapes because 2/N in whole numbers is right there. */

static const size_t probe_N[] = {4, 3, 2, 1, 5}, probe_D[] = {1, 4, 5, 3, 3};

static void observe_inputs(Matrix m, const double *mean, const double *rstd)
{
    observe_matrix(m, 0);
    observe(mean, m.cols, 0);
    observe(rstd, m.cols, 0);
}

static void probe_bn_drstd(void)
{
    for (unsigned i = 0; i < COUNT(probe_N); i++) {
        size_t N = probe_N[i], D = probe_D[i];
        Matrix dxhat = random_input(10 + i, N, D, 1), x = random_input(20 + i, N, D, 0);
        double *mean = random_vector(3, D), *drstd = random_vector(4, D);
        observe_refusal(refused(subject_bn_drstd(dxhat, x, mean, drstd)));
        observe(drstd, D, 1e-9);
        observe_inputs(x, mean, mean);
        observe_matrix(dxhat, 0);
    }
}

static void probe_bn_dvar(void)
{
    double *drstd = VECTOR(6, -1.5, 1, 16, 0, -2, 3), *dvar = random_vector(4, 6);
    double *rstd = VECTOR(6, 0.8944236133, 2, 0.5, 3, 1, 10);
    observe_refusal(refused(subject_bn_dvar(6, drstd, rstd, dvar)));
    observe(dvar, 6, 1e-9);
    observe(drstd, 6, 0);
    observe(rstd, 6, 0);
}

static void probe_bn_dcentered(void)
{
    for (unsigned i = 0; i < COUNT(probe_N); i++) {
        Centered c = random_centered(10 * i + 1, probe_N[i], probe_D[i]);
        Matrix dcentered = random_input(9, probe_N[i], probe_D[i], 0);
        observe_refusal(
            refused(subject_bn_dcentered(c.dxhat, c.x, c.mean, c.rstd, c.dvar, dcentered)));
        observe_matrix(dcentered, 1e-9 + rounding(16, 1000));
        observe_inputs(c.x, c.mean, c.rstd);
        observe_inputs(c.dxhat, c.dvar, c.dvar);
    }
}

static void probe_bn_dmean(void)
{
    for (unsigned i = 0; i < COUNT(probe_N); i++) {
        Matrix dcentered = random_input(10 + i, probe_N[i], probe_D[i], 1);
        double *dmean = random_vector(4, probe_D[i]);
        observe_refusal(refused(subject_bn_dmean(dcentered, dmean)));
        observe(dmean, probe_D[i], 1e-9);
        observe_matrix(dcentered, 0);
    }
}

static void probe_bn_dx(void)
{
    for (unsigned i = 0; i < COUNT(probe_N); i++) {
        Matrix dcentered = random_input(10 + i, probe_N[i], probe_D[i], 1);
        Matrix dx = random_input(20 + i, probe_N[i], probe_D[i], 0);
        double *dmean = random_vector(4, probe_D[i]);
        observe_refusal(refused(subject_bn_dx(dcentered, dmean, dx)));
        observe_matrix(dx, 1e-9 + rounding(16, 100));
        observe_inputs(dcentered, dmean, dmean);
    }
}

static void probe_bn_backward_staged(void)
{
    static const size_t N[] = {4, 3, 2, 5}, D[] = {1, 4, 5, 3};
    for (unsigned i = 0; i < COUNT(N); i++) {
        Staged s = staged_inputs(10 * i + 1, N[i], D[i]);
        BnStages got = {random_vector(4, D[i]), random_vector(5, D[i]),
                        random_input(6, N[i], D[i], 0), random_vector(7, D[i]),
                        random_input(8, N[i], D[i], 0)};
        observe_refusal(refused(subject_bn_backward_staged(s.dxhat, s.x, s.mean, s.rstd, got)));
        observe(got.drstd, D[i], 1e-9);
        observe(got.dvar, D[i], 1e-9);
        observe_matrix(got.dcentered, 1e-9 + rounding(64, 1000));
        observe(got.dmean, D[i], 1e-9 + rounding(64, 1000));
        observe_matrix(got.dx, 1e-9 + rounding(64, 1000));
        observe_inputs(s.x, s.mean, s.rstd);
        observe_matrix(s.dxhat, 0);
    }
}

static void probe_bn_backward(void)
{
    static const size_t N[] = {4, 3, 2, 5}, D[] = {1, 4, 5, 3};
    for (unsigned i = 0; i < COUNT(N); i++) {
        Matrix x = random_input(10 + i, N[i], D[i], 0), dy = random_input(20 + i, N[i], D[i], 1);
        Matrix xhat = output(N[i], D[i]);
        real *gamma = random_parameters(30 + i, D[i], -2);
        double *mean = output_vector(D[i]), *var = output_vector(D[i]), *rstd = output_vector(D[i]);
        BnGradients got = {random_vector(4, D[i]), random_vector(5, D[i]),
                           random_input(8, N[i], D[i], 0)};
        oracle_mean(x, mean);
        oracle_variance(x, var);
        oracle_rstd(D[i], var, 0.1, rstd);
        oracle_normalize(x, mean, rstd, xhat);
        observe_refusal(refused(subject_bn_backward(dy, xhat, gamma, rstd, got)));
        observe(got.dgamma, D[i], 1e-9 + rounding(64, 1000));
        observe(got.dbeta, D[i], 1e-9);
        observe_matrix(got.dx, 1e-9 + rounding(64, 1000));
        observe_inputs(xhat, rstd, rstd);
        observe_matrix(dy, 0);
    }
}

static void observe_check(Loss loss, Weights weights, const double *parameters,
                          const double *gradient, double step)
{
    double *p = vector(weights.count, parameters), *g = vector(weights.count, gradient), error = 9;
    observe_refusal(
        refused(error = subject_gradient_check(loss, &weights, weights.count, p, g, step)));
    observe(&error, 1, 1e-12);
    observe(p, weights.count, 0);
}

static void probe_gradient_check(void)
{
    Weights w = {3, {3, -1, 4}}, zero = {3, {3, 0, 4}}, none = {3, {0}};
    const double p[] = {1, 2, -3}, right[] = {3, -1, 4}, twice[] = {6, -2, 8};
    const double other[] = {4, 3, -1}, one[] = {3, 0, 0};
    double *large = VECTOR(3, 0.1, -0.3, 123456.7); /* these come back a little off by adding */
    observe_check(linear, w, p, right, 0.25);
    observe_check(linear, w, p, twice, 0.25);
    observe_check(linear, w, p, other, 0.5);
    observe_check(linear, w, p, one, 0.5);
    observe_check(linear, w, NUMBERS(0.1, 0.2, -0.3), other, 1e-3); /* not exact in float */
    observe_check(linear, (Weights){2, {3e-9, 4e-9}}, p, NUMBERS(4e-9, 3e-9), 0.25);
    observe_check(linear, zero, p, NUMBERS(3, 1e-13, 4), 0.25);
    observe_check(quadratic, w, p, NUMBERS(6, -4, -24), 0.25);
    observe_check(cubic, w, p, right, 0.5);
    observe_check(product, w, p, NUMBERS(-6, -3, 2), 0.5);
    observe_check(nothing, none, p, NUMBERS(0, 0, 0), 0.25);
    observe_check(linear, w, p, NUMBERS(3, NAN, 4), 0.25);
    observe_check(not_a_number, none, p, NUMBERS(1, 0, 0), 0.25);
    observe_refusal(refused(subject_gradient_check(linear, &w, 3, large, right, 1e-5)));
    observe(large, 3, 0);
}

static void probe_block_backward(void)
{
    static const size_t N[] = {4, 3, 2, 6}, K[] = {3, 1, 5, 4}, D[] = {3, 4, 2, 5};
    for (unsigned i = 0; i < COUNT(N); i++) {
        Block b = block_inputs(10 * i + 1, N[i], K[i], D[i]);
        BlockGradients got = {random_input(4, N[i], D[i], 0), random_input(5, N[i], D[i], 0),
                              random_vector(6, D[i]),         random_vector(7, D[i]),
                              random_input(8, K[i], D[i], 0), random_input(9, N[i], K[i], 0)};
        observe_refusal(refused(subject_block_backward(b.dout, b.forward, got)));
        observe_matrix(got.dy, 0);
        observe_matrix(got.dx, 1e-9 + rounding(64, 1000));
        observe(got.dgamma, D[i], 1e-9 + rounding(64, 1000));
        observe(got.dbeta, D[i], 1e-9 + rounding(64, 1000));
        observe_matrix(got.dweights, 1e-9 + rounding(64, 1000));
        observe_matrix(got.dh, 1e-9 + rounding(64, 1000));
        observe_inputs(b.forward.xhat, b.forward.rstd, b.forward.rstd);
        observe_matrix(b.dout, 0);
        observe_matrix(b.forward.out, 0);
    }
}
