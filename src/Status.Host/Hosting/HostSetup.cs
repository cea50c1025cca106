using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Status.Host.Hosting.Embedded;
using Status.Host.Hosting.Telemetry;
using Status.Host.Hosting.Web;
using Status.Host.Hosting.Web.Limits;
using Status.Host.Identity.Sessions;

namespace Status.Host.Hosting;

/// <summary>What every start of the host needs, whatever it serves.</summary>
internal static class HostSetup
{
    /// <summary>The address when none is configured; this machine only, until somebody decides otherwise.</summary>
    public const string DefaultAddress = "http://127.0.0.1:3000";

    /// <summary>Makes a builder whose configuration comes from <c>appsettings.json</c> beside the program, the environment and the arguments.</summary>
    /// <exception cref="StartupException">An argument is not understood, or <c>appsettings.json</c> is not JSON.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var problems = CommandLineArguments.FindProblems(args).ToList();
        if (problems.Count > 0)
            throw new StartupException(string.Join(Environment.NewLine, problems));
        try
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
            builder.Configuration.AddCommandLine(args, CommandLineArguments.ShortNames.ToDictionary());
            if (builder.Configuration["environment"] is { Length: > 0 } environment)
                builder.Environment.EnvironmentName = environment;
            return builder;
        }
        catch (InvalidDataException exception)
        {
            throw new StartupException($"{exception.Message} {exception.InnerException?.Message} Correct the file.", exception);
        }
    }

    /// <summary>Adds configuration, database, limits, logging, problem details and health checks.</summary>
    public static WebApplicationBuilder AddStatusHosting(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && string.IsNullOrEmpty(builder.Configuration["http_ports"]))
            builder.WebHost.UseUrls(DefaultAddress);
        var services = builder.Services;
        services.AddStatusOptions<DataOptions>(DataOptions.SectionName);
        services.AddStatusOptions<PostgresOptions>(PostgresOptions.SectionName);
        services.AddStatusOptions<LimitOptions>(LimitOptions.SectionName);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<StatusDatabase>();
        services.AddSingleton(provider => provider.GetRequiredService<StatusDatabase>().DataSource);
        services.AddStatusProblems();
        services.AddStatusHealth();
        services.AddTelemetry();
        services.AddWeb();
        services.AddOpenApi("v1");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        return builder;
    }

    /// <summary>Adds an options class that is read from its section and validated, with every other, before the host starts.</summary>
    public static IServiceCollection AddStatusOptions<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    /// <summary>Applies the limits; only now, since reading them while the host is composed would end it before all settings are checked.</summary>
    public static void ApplyLimits(this IServiceProvider services)
    {
        var limits = services.GetRequiredService<IOptions<LimitOptions>>().Value;
        services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout = limits.DrainTimeout;
        services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MaxRequestBodySize = limits.RequestBodyBytes;
    }

    /// <summary>Opens the requests' pipeline: errors, routing, sign-in.</summary>
    public static WebApplication UseStatusPipeline(this WebApplication app)
    {
        app.UseFront();
        app.UseExceptionHandler();
        // The designer's routes answer errors in the designer's shapes; a bare status stays bare there.
        app.UseWhen(context => !context.Request.Path.StartsWithSegments("/elsa", StringComparison.OrdinalIgnoreCase), branch => branch.UseStatusCodePages());
        app.UseRouting();
        app.UseOtherOrigins();
        app.UseAuthentication();
        app.UseRequestLimits();
        app.UseOwnOriginOnly();
        app.UseAuthorization();
        return app;
    }

}
