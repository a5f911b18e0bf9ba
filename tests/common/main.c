#include <stdlib.h>

#include "tests/common/tools.h"

/* With CK_FORK=no all run in this process, for valgrind. */
int main(void)
{
    TCase *(*const cases[])(void) = {
        random_tests,        data_tests,
        elementary_tests,    report_tests,
        experiment_tests,    algebra_tests,
        product_tests,       linear_tests,
        layer_tests,         network_tests,
        outside_layer_tests, optimizer_tests,
        picture_tests,       picture_measure_tests,
        picture_sheet_tests, wasserstein_tests,
        idx_tests,
    };
    Suite *suite = suite_create("common");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        TCase *tcase = cases[i]();
        tcase_set_timeout(tcase, 60); /* for valgrind */
        suite_add_tcase(suite, tcase);
    }
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int run = srunner_ntests_run(runner), failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 && run > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
