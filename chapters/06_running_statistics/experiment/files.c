#include "experiment.h"

FILE *saved(const BatchNorm *norm)
{
    char error[BN_ERROR];
    FILE *file = tmpfile();
    if (!file)
        bad_input("no temporary file could be made");
    if (!bn_save(file, norm, error))
        bad_input("a temporary file: %s", error);
    rewind(file);
    return file;
}

void damaged_files(Experiment *e, Random random)
{
    Layer layer = batchnorm_layer(4), other = batchnorm_layer(4);
    Matrix x = normal_matrix(&random, 8, 4, 2);
    layer_forward(&layer, x, TRAINING);
    FILE *file = saved(layer.state);
    unsigned char bytes[512];
    char error[BN_ERROR];
    size_t count = fread(bytes, 1, sizeof bytes, file), refused = 0;
    for (size_t bit = 0; bit < 8 * count; bit++) {
        bytes[bit / 8] = (unsigned char)(bytes[bit / 8] ^ (1 << bit % 8));
        rewind(file);
        fwrite(bytes, 1, count, file);
        rewind(file);
        refused += !bn_load(file, other.state, error);
        bytes[bit / 8] = (unsigned char)(bytes[bit / 8] ^ (1 << bit % 8));
    }
    experiment_value(e, "file_bytes", (double)count);
    experiment_value(e, "file_bits", (double)(8 * count));
    experiment_value(e, "file_refused", (double)refused);
    printf("\na file of %zu bytes with one bit turned over: refused %zu times of %zu\n", count,
           refused, 8 * count);
    fclose(file);
    matrix_free(x);
    layer_free(&layer);
    layer_free(&other);
}
