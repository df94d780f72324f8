using System.Collections;
using System.Reflection;
using System.Text.Json;
using Dashboard.Api;
using Microsoft.Extensions.Configuration;

namespace Dashboard.Tests.Api;

/// <summary>An empty environment variable counts as not set, for every kind of setting.</summary>
public sealed class EnvironmentSettingsTests : IDisposable
{
    private readonly string _prefix = $"SETTINGS_{Guid.NewGuid():N}_";
    private readonly List<string> _variables = [];

    /// <summary>Every class that a section is bound to, with the section's name.</summary>
    public static TheoryData<Type, string> Options() =>
        new(
            typeof(Program)
                .Assembly.GetTypes()
                .Select(type => (type, (type.GetField("Section")?.GetRawConstantValue() as string)!))
                .Where(option => option.Item2 is not null)
        );

    public void Dispose() => _variables.ForEach(name => Environment.SetEnvironmentVariable(name, null));

    [Theory]
    [MemberData(nameof(Options))]
    public void Empty_variables_leave_every_option_at_its_default(Type options, string section)
    {
        var keys = KeysOf(options).ToList();
        foreach (var key in keys)
            Set($"{section.Replace(":", "__", StringComparison.Ordinal)}__{key}", "");

        Assert.NotEmpty(keys);
        Assert.Equal(Bound(options, section, new ConfigurationManager()), Bound(options, section, Read()));
    }

    [Fact]
    public void Every_room_with_settings_is_looked_at() => Assert.InRange(Options().Count, 15, 100);

    [Fact]
    public void An_empty_variable_hides_no_value_of_another_source()
    {
        Set("SnapTrade__BaseUrl", "");
        Set("SnapTrade__Timeout", "00:00:05");
        var settings = new ConfigurationManager();
        settings.AddInMemoryCollection([
            new("SnapTrade:BaseUrl", "https://file.example"),
            new("SnapTrade:Timeout", "00:00:07"),
        ]);

        var read = Read(settings);

        Assert.Equal("https://file.example", read["SnapTrade:BaseUrl"]);
        Assert.Equal("00:00:05", read["SnapTrade:Timeout"]);
    }

    [Fact]
    public void An_empty_connection_string_is_no_connection_string()
    {
        Set("ConnectionStrings__Dashboard", "");
        Assert.Null(Read().GetConnectionString("Dashboard"));
    }

    [Fact]
    public void A_value_that_is_not_empty_is_kept_as_it_is()
    {
        Set("Dashboard__CompanyName", " ");
        Assert.Equal(" ", Read()["Dashboard:CompanyName"]);
    }

    [Fact]
    public void Other_sources_may_hold_empty_values()
    {
        var settings = new ConfigurationManager();
        settings.AddInMemoryCollection([new("Simulator:StatePath", "")]);
        Assert.Equal("", Read(settings)["Simulator:StatePath"]);
    }

    private void Set(string key, string value)
    {
        _variables.Add(_prefix + key);
        Environment.SetEnvironmentVariable(_prefix + key, value);
    }

    private ConfigurationManager Read(ConfigurationManager? settings = null)
    {
        settings ??= new ConfigurationManager();
        settings.AddEnvironmentVariables(_prefix);
        settings.IgnoreEmptyVariables();
        return settings;
    }

    private static string Bound(Type type, string section, IConfiguration settings)
    {
        var options = Activator.CreateInstance(type)!;
        settings.GetSection(section).Bind(options);
        return JsonSerializer.Serialize(options, type);
    }

    /// <summary>The keys of all that can be set, with one entry for a list and for a dictionary.</summary>
    private static IEnumerable<string> KeysOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod?.IsPublic == true || IsMany(property.PropertyType))
            .SelectMany(property => KeysOf(property.Name, property.PropertyType));

    private static IEnumerable<string> KeysOf(string name, Type type)
    {
        if (IsMany(type))
            return KeysOf($"{name}__0", type.GenericTypeArguments[^1]).Append(name);
        return type.Namespace!.StartsWith("Dashboard", StringComparison.Ordinal) && type.IsClass
            ? KeysOf(type).Select(key => $"{name}__{key}")
            : [name];
    }

    private static bool IsMany(Type type) => type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable));
}
