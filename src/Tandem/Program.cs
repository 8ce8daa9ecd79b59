return await Tandem.Cli.CommandLine.RunAsync(args);

/// <summary>The one executable: web server, job worker and command line.</summary>
public partial class Program;
