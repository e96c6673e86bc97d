namespace Meetings.Booking;

/// <summary>The wire's mediaTypes: a comma list of Voice, Video, HDVideo and Data.</summary>
public static class MediaKinds
{
    extension(MediaKind media)
    {
        public string Wire => media == MediaKind.Voice ? "Voice" : "Voice,Video,HDVideo,Data";
    }

    /// <summary>With a picture in it, it is a video meeting; without a sound or a picture it is none.</summary>
    public static bool TryParse(string wire, out MediaKind media)
    {
        media = MediaKind.Voice;
        var carriesMedia = false;
        foreach (var range in wire.AsSpan().Split(','))
        {
            switch (wire.AsSpan()[range].Trim())
            {
                case "Voice":
                    carriesMedia = true;
                    break;
                case "Video" or "HDVideo":
                    carriesMedia = true;
                    media = MediaKind.Video;
                    break;
                case "Data":
                    break;
                default:
                    return false;
            }
        }

        return carriesMedia;
    }
}
