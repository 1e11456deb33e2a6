/*
 * Runs a command N times, one after the other, with its output thrown away, and prints "MEDIAN_MS PEAK_RSS_KIB": the
 * median wall time and the largest resident memory that the kernel saw in any run.
 *
 * usage: spawn_time N COMMAND [ARGUMENT...]
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_RUNS 1000

static double now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b) {
    double difference = *(const double *)a - *(const double *)b;
    return difference < 0 ? -1 : difference > 0;
}

int main(int argc, char **argv) {
    int runs = argc > 2 ? atoi(argv[1]) : 0;
    if (runs < 1 || runs > MAX_RUNS) {
        fprintf(stderr, "usage: %s N COMMAND [ARGUMENT...], N in [1..%d]\n", argv[0], MAX_RUNS);
        return 2;
    }
    static double times[MAX_RUNS];
    long peak = 0;
    for (int i = 0; i < runs; i++) {
        double start = now_ms();
        pid_t child = fork();
        if (child == 0) {
            int null = open("/dev/null", O_RDWR);
            dup2(null, 0);
            dup2(null, 1);
            execvp(argv[2], argv + 2);
            perror(argv[2]);
            _exit(127);
        }
        int status;
        struct rusage usage;
        if (child < 0 || wait4(child, &status, 0, &usage) < 0 || status != 0) {
            fprintf(stderr, "%s: ended with status %d in run %d\n", argv[2], child < 0 ? -1 : status, i + 1);
            return 1;
        }
        times[i] = now_ms() - start;
        peak = usage.ru_maxrss > peak ? usage.ru_maxrss : peak;
    }
    qsort(times, (size_t)runs, sizeof *times, by_value);
    printf("%.1f %ld\n", (times[(runs - 1) / 2] + times[runs / 2]) / 2, peak);
    return 0;
}
