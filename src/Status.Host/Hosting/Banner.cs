namespace Status.Host.Hosting;

/// <summary>What a person at the terminal needs to know once the host is ready.</summary>
internal static class Banner
{
    /// <summary>Prints address, sign-in, and what the first start has to say about the password.</summary>
    public static void Print(string address, string dataFolder, bool embedded, string? notice)
    {
        Console.WriteLine($"""

            STATUS is ready on {address}
              data      {dataFolder}{(embedded ? " (embedded PostgreSQL)" : string.Empty)}
              console   {address}/app/ in a browser; sign in as admin{(notice is null ? string.Empty : $"{Environment.NewLine}            {notice}")}
              machines  POST {address}/elsa/api/identity/login with "username" and "password", or an API key made in the console
              health    {address}/health
              stop      Ctrl-C

            """);
    }
}
