package org.isochrone.steering.estimate;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Predicts by matrix factorisation, to be compared with what is used: the logarithms of round trips are taken for the
 * product of a few hidden properties of prefixes and of zones, beside a level of each, fitted to the measured pairs by
 * alternating least squares with a ridge. One error for all, from every tenth pair, which is hidden while it is found.
 */
final class FactorisationPredictor implements Predictor {
    private static final int SWEEPS = 30;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double ONE_SIGMA = 0.68;

    private final int rank;
    private final double ridge;

    FactorisationPredictor(int rank, double ridge) {
        this.rank = rank;
        this.ridge = ridge;
    }

    @Override
    public void predict(EstimateTable table, Places places, Distances distances) {
        int rows = table.rows();
        int zones = table.zones().size();
        double[][] logs = new double[rows][zones];
        double[][] shown = new double[rows][zones];
        for (int row = 0; row < rows; row++) {
            References.logs(table, row, logs[row]);
            shown[row] = logs[row].clone();
            for (int zone = 0; zone < zones; zone++) {
                if ((row * 31 + zone * 17) % 10 == 0) {
                    shown[row][zone] = Double.NaN;
                }
            }
        }
        double[][] held = fit(shown);
        double[] off = new double[rows * zones];
        int found = 0;
        for (int row = 0; row < rows; row++) {
            for (int zone = 0; zone < zones; zone++) {
                if (!Double.isNaN(logs[row][zone]) && Double.isNaN(shown[row][zone])) {
                    off[found++] = Math.abs(Math.expm1(logs[row][zone]) / Math.expm1(held[row][zone]) - 1);
                }
            }
        }
        double relative = found == 0 ? 1 : Quantiles.of(off, found, ONE_SIGMA);
        double[][] all = fit(logs);
        for (int row = 0; row < rows; row++) {
            boolean any = Arrays.stream(logs[row]).anyMatch(log -> !Double.isNaN(log));
            for (int zone = 0; any && zone < zones; zone++) {
                if (Double.isNaN(logs[row][zone])) {
                    double rtt = Math.max(0.1, Math.expm1(all[row][zone])) * NANOS_PER_MILLI;
                    table.offer(row, zone, rtt, relative * rtt, Provenance.NEIGHBOURS);
                }
            }
        }
    }

    /** Returns the fitted value of every pair. */
    private double[][] fit(double[][] logs) {
        int zones = logs[0].length;
        int width = rank + 1;
        double[][] byRow = random(logs.length, width, 1);
        double[][] byZone = random(zones, width, 2);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            // The first property is a level: 1 on the other side.
            for (int row = 0; row < logs.length; row++) {
                byRow[row] = solve(logs[row], byZone, width);
            }
            for (int zone = 0; zone < zones; zone++) {
                double[] column = new double[logs.length];
                for (int row = 0; row < logs.length; row++) {
                    column[row] = logs[row][zone];
                }
                byZone[zone] = solve(column, byRow, width);
            }
        }
        double[][] values = new double[logs.length][zones];
        for (int row = 0; row < logs.length; row++) {
            for (int zone = 0; zone < zones; zone++) {
                for (int i = 0; i < width; i++) {
                    values[row][zone] += byRow[row][i] * byZone[zone][i];
                }
            }
        }
        return values;
    }

    /** Ridge regression of the known {@code values} on the properties of the other side. */
    private double[] solve(double[] values, double[][] others, int width) {
        double[][] matrix = new double[width][width + 1];
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                for (int a = 0; a < width; a++) {
                    for (int b = 0; b < width; b++) {
                        matrix[a][b] += others[i][a] * others[i][b];
                    }
                    matrix[a][width] += others[i][a] * values[i];
                }
            }
        }
        for (int a = 0; a < width; a++) {
            matrix[a][a] += a == 0 ? 1e-6 : ridge;
        }
        for (int pivot = 0; pivot < width; pivot++) {
            for (int row = 0; row < width; row++) {
                double factor = row == pivot ? 0 : matrix[row][pivot] / matrix[pivot][pivot];
                for (int column = 0; column <= width; column++) {
                    matrix[row][column] -= factor * matrix[pivot][column];
                }
            }
        }
        double[] solution = new double[width];
        for (int a = 0; a < width; a++) {
            solution[a] = matrix[a][width] / matrix[a][a];
        }
        return solution;
    }

    private static double[][] random(int count, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] values = new double[count][width];
        for (double[] each : values) {
            each[0] = 1;
            for (int i = 1; i < width; i++) {
                each[i] = random.nextDouble(-0.5, 0.5);
            }
        }
        return values;
    }
}
