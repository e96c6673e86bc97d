namespace Protocols.Codecs;

/// <summary>What a sequence parameter set says of the picture (H.264 §7.3.2.1.1): profile, level and cropped size.</summary>
public readonly record struct H264Sps(byte Profile, byte Constraints, byte Level, int Width, int Height)
{
    private const int MaxLength = 256;
    private const int MaxMacroblocks = 1_024;

    public static bool TryParse(ReadOnlySpan<byte> nal, out H264Sps sps)
    {
        sps = default;
        if (nal.Length < 5 || (nal[0] & 0x1F) != 7)
            return false;

        // What follows the size is of no interest, so a longer set is read as far as it fits.
        Span<byte> clean = stackalloc byte[MaxLength];
        var reader = new BitReader(clean[..Unescape(nal[1..], clean)]);
        var profile = (byte)reader.Read(8);
        var constraints = (byte)reader.Read(8);
        var level = (byte)reader.Read(8);
        reader.ReadGolomb();    // seq_parameter_set_id
        var chroma = 1u;
        var isPlanar = false;
        if (profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135)
        {
            chroma = reader.ReadGolomb();
            if (chroma > 3)
                return false;

            if (chroma == 3)
                isPlanar = reader.ReadFlag();

            reader.ReadGolomb();    // bit_depth_luma_minus8
            reader.ReadGolomb();    // bit_depth_chroma_minus8
            reader.ReadFlag();      // qpprime_y_zero_transform_bypass_flag
            if (reader.ReadFlag())
                SkipScalingLists(ref reader, chroma == 3 ? 12 : 8);
        }

        reader.ReadGolomb();        // log2_max_frame_num_minus4
        if (!TrySkipPictureOrder(ref reader))
            return false;

        reader.ReadGolomb();        // max_num_ref_frames
        reader.ReadFlag();          // gaps_in_frame_num_value_allowed_flag
        var columns = reader.ReadGolomb() + 1;
        var rows = reader.ReadGolomb() + 1;
        var isFrameOnly = reader.ReadFlag();
        if (!isFrameOnly)
            reader.ReadFlag();      // mb_adaptive_frame_field_flag

        reader.ReadFlag();          // direct_8x8_inference_flag
        uint left = 0, right = 0, top = 0, bottom = 0;
        if (reader.ReadFlag())
        {
            left = reader.ReadGolomb();
            right = reader.ReadGolomb();
            top = reader.ReadGolomb();
            bottom = reader.ReadGolomb();
        }

        if (reader.Overran || columns > MaxMacroblocks || rows > MaxMacroblocks)
            return false;

        // Crop units (§7.4.2.1.1): whole chroma samples, doubled in height when fields are coded.
        var unitX = isPlanar || chroma is 0 or 3 ? 1u : 2u;
        var unitY = (isPlanar || chroma != 1 ? 1u : 2u) * (isFrameOnly ? 1u : 2u);
        var width = (columns * 16L) - (((long)left + right) * unitX);
        var height = (rows * 16L * (isFrameOnly ? 1 : 2)) - (((long)top + bottom) * unitY);
        if (width <= 0 || height <= 0)
            return false;

        sps = new H264Sps(profile, constraints, level, (int)width, (int)height);
        return true;
    }

    /// <summary>Removes the 3 of every 0 0 3 (§7.4.1.1) and returns how many bytes remain.</summary>
    private static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> clean)
    {
        var length = 0;
        var zeros = 0;
        foreach (var value in escaped)
        {
            if (length == clean.Length)
                break;

            if (zeros >= 2 && value == 3)
            {
                zeros = 0;
                continue;
            }

            zeros = value == 0 ? zeros + 1 : 0;
            clean[length++] = value;
        }

        return length;
    }

    private static void SkipScalingLists(ref BitReader reader, int lists)
    {
        for (var list = 0; list < lists; list++)
        {
            if (!reader.ReadFlag())
                continue;

            var last = 8;
            var next = 8;
            for (var i = 0; i < (list < 6 ? 16 : 64) && !reader.Overran; i++)
            {
                if (next != 0)
                    next = (last + reader.ReadSignedGolomb() + 256) & 0xFF;

                last = next == 0 ? last : next;
            }
        }
    }

    private static bool TrySkipPictureOrder(ref BitReader reader)
    {
        switch (reader.ReadGolomb())
        {
            case 0:
                reader.ReadGolomb();        // log2_max_pic_order_cnt_lsb_minus4
                return true;
            case 1:
                reader.ReadFlag();          // delta_pic_order_always_zero_flag
                reader.ReadSignedGolomb();  // offset_for_non_ref_pic
                reader.ReadSignedGolomb();  // offset_for_top_to_bottom_field
                var cycle = reader.ReadGolomb();
                if (cycle > 255)
                    return false;

                for (var i = 0; i < cycle; i++)
                    reader.ReadSignedGolomb();

                return true;
            case 2:
                return true;
            default:
                return false;
        }
    }
}
