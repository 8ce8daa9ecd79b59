namespace Tandem.Journeys;

/// <summary>The program with the fictional network, as whoever tries it out finds it.</summary>
public sealed class DemoSite() : Site(withDemo: true);
