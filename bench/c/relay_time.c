/*
 * Starts a pipe coprocess and talks to it as PowerDNS does: HELO, then N questions for one name, one after the other.
 * Prints "HELO_MS QUESTION_MEDIAN_US RSS_KIB PRIVATE_KIB PEAK_RSS_KIB LAST_LINE": the time from start to the answer of
 * HELO, the median time of a question, resident memory of the process after the last answer, that part of it which the
 * process has written itself and can share with no other, its peak, and the last line before END (END itself when the
 * answer was empty). Ends the process by closing its input. Each answer may take 10 s.
 *
 * usage: relay_time N NAME COMMAND [ARGUMENT...]
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_QUESTIONS 100000
#define ANSWER_SECONDS 10

static pid_t child;

static double now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b) {
    double difference = *(const double *)a - *(const double *)b;
    return difference < 0 ? -1 : difference > 0;
}

static void give_up(const char *why) {
    fprintf(stderr, "relay_time: %s\n", why);
    kill(child, SIGKILL);
    exit(1);
}

static void late(int signal) {
    (void)signal;
    static const char text[] = "relay_time: no answer within 10 s\n";
    if (write(2, text, sizeof text - 1) >= 0) {
        kill(child, SIGKILL);
    }
    _exit(1);
}

/* Sums the lines of a file of /proc/PID that begin with key. */
static long memory_kib(const char *file, const char *key) {
    char path[64], line[256];
    long sum = 0;
    snprintf(path, sizeof path, "/proc/%d/%s", (int)child, file);
    FILE *memory = fopen(path, "r");
    if (!memory) {
        give_up("the coprocess has ended");
    }
    while (fgets(line, sizeof line, memory)) {
        if (strncmp(line, key, strlen(key)) == 0) {
            sum += atol(strchr(line, ':') + 1);
        }
    }
    fclose(memory);
    return sum;
}

static void read_line(FILE *from, char *line, int size) {
    alarm(ANSWER_SECONDS);
    if (!fgets(line, size, from)) {
        give_up("the coprocess closed its output");
    }
    alarm(0);
    line[strcspn(line, "\n")] = '\0';
}

int main(int argc, char **argv) {
    int questions = argc > 3 ? atoi(argv[1]) : 0;
    if (questions < 1 || questions > MAX_QUESTIONS) {
        fprintf(stderr, "usage: %s N NAME COMMAND [ARGUMENT...], N in [1..%d]\n", argv[0], MAX_QUESTIONS);
        return 2;
    }
    static double times[MAX_QUESTIONS];
    char line[8192], last[8192] = "END";
    int to[2], from[2];
    signal(SIGPIPE, SIG_IGN);
    signal(SIGALRM, late);
    if (pipe(to) < 0 || pipe(from) < 0) {
        perror("pipe");
        return 1;
    }
    double start = now_ms();
    child = fork();
    if (child == 0) {
        dup2(to[0], 0);
        dup2(from[1], 1);
        close(to[0]), close(to[1]), close(from[0]), close(from[1]);
        execvp(argv[3], argv + 3);
        perror(argv[3]);
        _exit(127);
    }
    close(to[0]), close(from[1]);
    FILE *out = fdopen(to[1], "w");
    FILE *in = fdopen(from[0], "r");
    fputs("HELO\t3\n", out);
    fflush(out);
    read_line(in, line, sizeof line);
    double helo = now_ms() - start;
    if (strncmp(line, "OK", 2) != 0) {
        give_up("HELO was not answered with OK");
    }
    for (int i = 0; i < questions; i++) {
        double asked = now_ms();
        fprintf(out, "Q\t%s\tIN\tANY\t1\t127.0.0.1\t127.0.0.1\t127.0.0.1/32\n", argv[2]);
        fflush(out);
        for (read_line(in, line, sizeof line); strcmp(line, "END") != 0; read_line(in, line, sizeof line)) {
            if (strcmp(line, "FAIL") == 0) {
                strcpy(last, line);
                break;
            }
            strcpy(last, line);
        }
        times[i] = now_ms() - asked;
    }
    long rss = memory_kib("status", "VmRSS:");
    long own = memory_kib("smaps_rollup", "Private_Dirty:");
    long peak = memory_kib("status", "VmHWM:");
    fclose(out);
    alarm(ANSWER_SECONDS);
    waitpid(child, NULL, 0);
    qsort(times, (size_t)questions, sizeof *times, by_value);
    printf("%.1f %.1f %ld %ld %ld %s\n", helo, times[questions / 2] * 1e3, rss, own, peak, last);
    return 0;
}
