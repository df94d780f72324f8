using System.Collections;
using System.Reflection;

namespace Dashboard.Api;

/// <summary>
/// The keys that options are bound from, read off the options' own classes: those with a constant <c>Section</c>.
/// Keys are compared without regard to case, as configuration does.
/// </summary>
internal sealed class KnownSettings
{
    // Stands for every index of a list.
    private const string Index = "0";
    private const string ConnectionString = "ConnectionStrings:Dashboard";

    private readonly Dictionary<string, Type> _keys = new(StringComparer.OrdinalIgnoreCase)
    {
        [ConnectionString] = typeof(string),
    };
    private readonly HashSet<string> _lists = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _maps = [];

    public KnownSettings(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes())
        {
            if (type.GetField("Section")?.GetRawConstantValue() is string section)
                Add(section, type);
        }
        Sections = _keys.Keys.Select(Root).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The first parts of all keys.</summary>
    public IReadOnlySet<string> Sections { get; }

    /// <summary>All keys with a single value; an index is 0.</summary>
    public IReadOnlyCollection<string> Keys => _keys.Keys;

    /// <summary>Whether that key has an effect. A list, map or group as a whole has none, except to be empty.</summary>
    public bool Has(string key, string value)
    {
        var plain = Plain(key);
        return _keys.ContainsKey(plain)
            || (value.Length == 0 && (_lists.Contains(plain) || IsGroup(plain)))
            || _maps.Exists(map => plain.StartsWith(map, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What the value of a key has to be; null for an unknown key.</summary>
    public Type? TypeOf(string key) =>
        _keys.GetValueOrDefault(Plain(key)) is { } type ? Nullable.GetUnderlyingType(type) ?? type : null;

    private static string Plain(string key) =>
        string.Join(
            ':',
            key.Split(':').Select(part => part.Length > 0 && part.All(char.IsAsciiDigit) ? Index : part)
        );

    private bool IsGroup(string key) =>
        _keys.Keys.Any(k => k.StartsWith(key + ':', StringComparison.OrdinalIgnoreCase));

    public static string Root(string key) => key.Split(':')[0];

    private void Add(string path, Type type)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.SetMethod?.IsPublic == true || IsMany(property.PropertyType))
                AddValue($"{path}:{property.Name}", property.PropertyType);
        }
    }

    private void AddValue(string key, Type type)
    {
        if (IsMany(type))
        {
            _lists.Add(key);
            if (type.IsAssignableTo(typeof(IDictionary)))
                _maps.Add(key + ":");
            else
                AddValue($"{key}:{Index}", type.GenericTypeArguments[0]);
        }
        else if (type.IsClass && type.Assembly == typeof(KnownSettings).Assembly)
        {
            Add(key, type);
        }
        else
        {
            _keys.TryAdd(key, type);
        }
    }

    private static bool IsMany(Type type) =>
        type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) && type != typeof(string);
}
