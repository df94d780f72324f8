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

    private readonly Dictionary<string, KnownSetting> _keys = new(StringComparer.OrdinalIgnoreCase)
    {
        [ConnectionString] = new(ConnectionString, typeof(string), "How to reach that database.", true, null),
    };
    private readonly HashSet<string> _lists = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, KnownSetting> _maps = new(StringComparer.OrdinalIgnoreCase);

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

    /// <summary>What is known of all keys, and of all maps, whose keys end with a colon.</summary>
    public IEnumerable<KnownSetting> All => _keys.Values.Concat(_maps.Values);

    /// <summary>What is known of a key, or of the map that it belongs to; null for an unknown one.</summary>
    public KnownSetting? Find(string key)
    {
        var plain = Plain(key);
        return _keys.GetValueOrDefault(plain)
            ?? _maps.Values.FirstOrDefault(map =>
                plain.StartsWith(map.Key, StringComparison.OrdinalIgnoreCase)
            );
    }

    /// <summary>Whether that key has an effect. A list, map or group as a whole has none, except to be empty.</summary>
    public bool Has(string key, string value)
    {
        var plain = Plain(key);
        return _keys.ContainsKey(plain)
            || (value.Length == 0 && (_lists.Contains(plain) || IsGroup(plain)))
            || _maps.Keys.Any(map => plain.StartsWith(map, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What the value of a key has to be; null for an unknown key.</summary>
    public Type? TypeOf(string key) =>
        _keys.GetValueOrDefault(Plain(key)) is { Type: var type }
            ? Nullable.GetUnderlyingType(type) ?? type
            : null;

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
        var defaults = Activator.CreateInstance(type, nonPublic: true);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.SetMethod?.IsPublic == true || IsFillable(property.PropertyType))
                AddValue(KnownSetting.Of($"{path}:{property.Name}", property, property.GetValue(defaults)));
        }
    }

    private void AddValue(KnownSetting setting)
    {
        var (key, type) = (setting.Key, setting.Type);
        if (IsMany(type))
        {
            _lists.Add(key);
            if (type.IsAssignableTo(typeof(IDictionary)))
                _maps.Add(key + ":", setting with { Key = key + ":", Default = null });
            else
                AddValue(
                    setting with
                    {
                        Key = $"{key}:{Index}",
                        Type = type.GenericTypeArguments[0],
                        Default = null,
                    }
                );
        }
        else if (type.IsClass && type.Assembly == typeof(KnownSettings).Assembly)
        {
            Add(key, type);
        }
        else
        {
            _keys.TryAdd(key, setting);
        }
    }

    // A collection that configuration can add to.
    private static bool IsFillable(Type type) =>
        IsMany(type)
        && type.GetInterfaces()
            .Append(type)
            .Any(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(ICollection<>));

    private static bool IsMany(Type type) =>
        type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) && type != typeof(string);
}
