/* Tries: to reach the network.
   Deserves: 20 */
#include <netinet/in.h>
#include <sys/socket.h>
#include "forward_pass.h"

void bn_variance(Matrix x, const double *mean, double *var)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = 80};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    require(connect(fd, (struct sockaddr *)&to, sizeof to) != 0, "connected");
}
