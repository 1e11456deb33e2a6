package org.isochrone.app.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is said of a command line that is not understood: what is wrong with it and how it is written, which fit on any
 * terminal together; all of the help would push the former out of sight.
 */
final class WrongUsage {
    private WrongUsage() {}

    /** Has {@code command} tell wrong usage so. */
    static void told(CommandLine command) {
        command.setParameterExceptionHandler((e, _) -> tell(e));
        command.registerConverter(int.class, number(Integer::valueOf));
        command.registerConverter(long.class, number(Long::valueOf));
    }

    private static int tell(ParameterException e) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("error: " + e.getMessage());
        boolean suggested = UnmatchedArgumentException.printSuggestions(e, err);
        if (!suggested && !command.getSubcommands().isEmpty()) {
            command.usage(err);
        } else if (!suggested) {
            Help help = command.getHelp();
            err.print(help.synopsisHeading() + help.synopsis(help.synopsisHeadingLength()));
            err.println(command.getCommandSpec().qualifiedName() + " --help tells more");
        }
        err.flush();
        return ExitCode.USAGE;
    }

    private static <T> ITypeConverter<T> number(ITypeConverter<T> parser) {
        return text -> {
            try {
                return parser.convert(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is not a whole number");
            }
        };
    }
}
