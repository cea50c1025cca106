using System.CommandLine;
using Status.Host.Hosting;

namespace Status.Host.Commands;

/// <summary>The composed but not started host, as a command needs it.</summary>
internal static class CommandHost
{
    /// <summary>Composes the host with the command's data folder, quiet enough for a terminal.</summary>
    public static WebApplication BuildFor(this Func<string[], WebApplication> build, ParseResult arguments)
    {
        List<string> own = ["--Logging:LogLevel:Default=Warning"];
        if (arguments.GetValue(CommandLine.DataOption) is { Length: > 0 } folder)
            own.AddRange(["--data", folder]);
        return build([.. own]);
    }

    /// <summary>Stops with every configuration problem at once.</summary>
    /// <exception cref="StartupException">There is one.</exception>
    public static void RequireConfiguration(this WebApplication app)
    {
        var problems = ConfigurationCheck.FindProblems(app.Services, app.Configuration);
        if (problems.Count > 0)
            throw new StartupException("The configuration is wrong:" + string.Concat(problems.Select(problem => $"{Environment.NewLine}  - {problem}")));
    }
}
